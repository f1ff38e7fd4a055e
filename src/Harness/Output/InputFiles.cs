using System.Collections.Immutable;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>Files that a command reads, and so must not write.</summary>
/// <param name="Label">What the user knows them by, such as <c>--data</c> or <c>A</c>.</param>
/// <param name="Path">A file, or a folder of them.</param>
internal sealed record InputFiles(string Label, string Path)
{
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 5,
        IgnoreInaccessible = true,
        AttributesToSkip = 0,
    };

    private static readonly ImmutableArray<string> Code = [".dll", ".exe", ".pdb", ".so", ".dylib", ".deps.json", ".runtimeconfig.json"];

    /// <summary>How the names of those end that are read in a folder.</summary>
    public ImmutableArray<string> Endings { get; init; } = [".npy", ".npz", ".safetensors", "manifest.json"];

    /// <summary>What is there.</summary>
    public IEnumerable<string> Existing => Directory.Exists(Path)
        ? Directory.EnumerateFiles(Path, "*", Everywhere)
            .Where(file => Endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        : File.Exists(Path) ? [Path] : [];

    /// <summary>The assemblies in a folder and what belongs to them.</summary>
    public static InputFiles CodeIn(string label, string folder) => new(label, folder) { Endings = Code };
}
