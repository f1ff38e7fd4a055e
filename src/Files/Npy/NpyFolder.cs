using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Files.Npy;

/// <summary>
/// The .npy files of a folder and of the folders in it, each an array named after its place: <c>encoder/0/weight</c> for
/// encoder/0/weight.npy. What is not read is refused by name, and never left out in silence.
/// </summary>
internal sealed class NpyFolder : TensorFile
{
    private const string Extension = ".npy";

    private const int Deepest = 32;

    private const int MostFolders = 100_000;

    // In names, on every system.
    private const char Separator = '/';

    private readonly Func<string, ReadOptions, TensorFile> openFile;
    private readonly ReadOptions howToLeaveOut;

    /// <summary>Reads every head.</summary>
    /// <param name="path">An existing folder.</param>
    /// <param name="options">What may be left out.</param>
    /// <param name="openFile">Opens a file.</param>
    /// <exception cref="InvalidDataException">There is no such file in it, or one that cannot be used.</exception>
    public NpyFolder(string path, ReadOptions options, Func<string, ReadOptions, TensorFile> openFile) : base(path, options)
    {
        this.openFile = openFile;
        howToLeaveOut = new ReadOptions { LeavesOut = options.LeavesOut };
        var names = Names(path, options).Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
            throw new InvalidDataException("the folder has no .npy file in it, and no manifest.json of a dump; expected one or the other");
        Headers = [.. names.Select(name => FileFault.Unless(options.MayBeUnusable(name), () => Header(name))).OfType<TensorHeader>()];
    }

    /// <inheritdoc />
    public override string Format => "folder of .npy";

    /// <inheritdoc />
    public override ImmutableArray<TensorHeader> Headers { get; }

    /// <inheritdoc />
    private protected override Tensor Content(TensorHeader header)
    {
        using var file = Open(header.Name);
        return file.Headers is [var now] && now.Dtype == header.Dtype && now.Shape.SequenceEqual(header.Shape)
            ? file.Read(now)
            : throw new InvalidDataException("it was changed while it was read; compare again");
    }

    // Not Directory's own recursion, which follows links, in circles where they make one.
    private static List<string> Names(string path, ReadOptions options)
    {
        var names = new List<string>();
        var folders = new Queue<(string Path, string Name, int Depth)>([(path, "", 0)]);
        for (var seen = 0; folders.TryDequeue(out var folder); seen++)
        {
            if (folder.Depth > Deepest || seen > MostFolders)
                throw new InvalidDataException(
                    $"there are folders in folders without end; expected at most {Deepest} in each other and {MostFolders} in all");
            foreach (var entry in new DirectoryInfo(folder.Path).EnumerateFileSystemInfos())
            {
                var name = folder.Name + entry.Name;
                if (entry is DirectoryInfo && entry.LinkTarget is null)
                    folders.Enqueue((entry.FullName, name + Separator, folder.Depth + 1));
                else if (entry is DirectoryInfo && options.MayBeUnusable(name)) continue;
                else if (entry is DirectoryInfo) throw ALink(name, options);
                else if (name.EndsWith(Extension, StringComparison.Ordinal)) names.Add(name[..^Extension.Length]);
                else if (HoldsTensors(entry.Extension) && !options.MayBeUnusable(name)) throw NotRead(name, options);
            }
        }

        return names;
    }

    private TensorHeader Header(string name)
    {
        using var opened = Open(name);
        return new TensorHeader(name, opened.Headers[0].Dtype, opened.Headers[0].Shape);
    }

    private TensorFile Open(string name)
    {
        var opened = openFile(
            System.IO.Path.Combine(Path, name.Replace(Separator, System.IO.Path.DirectorySeparatorChar) + Extension), howToLeaveOut);
        if (opened is NpyFile) return opened;
        opened.Dispose();
        throw new InvalidDataException(
            $"its {FileFault.Shown(name)}{Extension} is a {opened.Format}; expected only arrays that numpy.save wrote");
    }

    // With .NPY too, where a system tells it from .npy.
    private static bool HoldsTensors(string extension)
        => extension.ToUpperInvariant() is ".NPY" or ".NPZ" or ".SAFETENSORS" or ".PT" or ".PTH";

    private static InvalidDataException NotRead(string name, ReadOptions options)
        => new($"'{FileFault.Shown(name)}' in it would not be read; expected a folder of {Extension} alone, so move "
            + $"it{options.Cure(", or leave it out with ", name)}");

    private static InvalidDataException ALink(string name, ReadOptions options)
        => new($"the folder '{FileFault.Shown(name)}' in it is a link, which is not followed; give the folder "
            + $"itself{options.Cure(", or leave it out with ", name)}");
}
