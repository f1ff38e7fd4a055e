using ScratchVsAutograd.Comparison.Page;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>Source files on disk; those of the ops, which the program carries, where there is no checkout.</summary>
internal sealed class CarriedSources : ISourceFiles
{
    private readonly SourceFilesOnDisk disk = new();

    /// <inheritdoc />
    public SourceFile? Find(string file)
    {
        if (disk.Find(file) is { } found) return found;
        using var stream = typeof(CarriedSources).Assembly.GetManifestResourceStream($"ops/{Path.GetFileName(file)}");
        if (stream is null || !file.StartsWith("./src/Scratch/Ops/", StringComparison.Ordinal)) return null;
        using var reader = new StreamReader(stream);
        return new SourceFile(reader.ReadToEnd(), Path: null);
    }
}
