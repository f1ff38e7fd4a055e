using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text.Json;
using ScratchVsAutograd.Files.Dumps;
using ScratchVsAutograd.Files.Writing;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Compare.Dumps;

/// <summary>
/// The files in a folder that a dump of this program wrote and nobody has changed since: those that the next one may replace or remove. The
/// manifest may be a stranger's, so what it claims is believed only of plain files whose fingerprint is right.
/// </summary>
internal static class EarlierDump
{
    // A stranger's manifest need not be read whole to see that it is none of ours.
    private const long LargestManifest = 64 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Their names.</summary>
    /// <param name="directory">It may not exist.</param>
    /// <exception cref="InputException">A file there cannot be read.</exception>
    public static ImmutableHashSet<string> FilesIn(string directory)
    {
        var none = ImmutableHashSet.Create<string>(FileIdentity.NameComparer);
        var manifest = new FileInfo(Path.Combine(directory, DumpLayout.ManifestFile));
        if (!manifest.Exists || manifest.Length > LargestManifest) return none;
        try
        {
            return Listed(manifest.FullName) is { } files
                ? none.Add(DumpLayout.ManifestFile)
                    .Union(files.Where(file => IsUnchanged(directory, file.Key, file.Value)).Select(file => file.Key))
                : none;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"{directory} has a file of an earlier dump that cannot be read ({error.Message.TrimEnd('.')}); give another folder.",
                error);
        }
    }

    /// <summary>The fingerprint of a file's content.</summary>
    /// <param name="content">Read from its beginning to its end.</param>
    public static string Fingerprint(Stream content)
    {
        content.Position = 0;
        var hash = new XxHash3();
        hash.Append(content);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static Dictionary<string, string>? Listed(string manifest)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(manifest), Strict);
            if (json.RootElement.GetProperty("schema").GetString() != DumpLayout.Schema) return null;
            var files = json.RootElement.GetProperty(DumpManifest.FilesName).EnumerateObject();
            return files.ToDictionary(file => file.Name, file => file.Value.GetString() ?? "", StringComparer.Ordinal);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static bool IsUnchanged(string directory, string name, string fingerprint)
    {
        var file = new FileInfo(Path.Combine(directory, name));
        if (name != Path.GetFileName(name) || !file.Exists || file.LinkTarget is not null) return false;
        if (FileStatus.Of(file.FullName) is { Kind: not FileKind.Regular }) return false;
        using var content = file.OpenRead();
        return Fingerprint(content) == fingerprint;
    }
}
