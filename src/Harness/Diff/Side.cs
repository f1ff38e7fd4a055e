using System.Collections.Immutable;
using ScratchVsAutograd.Files;
using ScratchVsAutograd.Files.Npy;
using ScratchVsAutograd.Harness.Options;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>One side of a diff: a file's tensors under the names by which they are compared.</summary>
internal sealed class Side : IDisposable
{
    /// <summary>What a dump of this program holds of each tensor, after a slash.</summary>
    public static readonly ImmutableArray<string> DumpSides = ["scratch", "autograd", "value"];

    private readonly TensorFile file;
    private readonly Dictionary<string, TensorHeader> stored;

    private Side(TensorFile file, ImmutableArray<(string Name, TensorHeader Header)> tensors, string? dumpSide)
    {
        this.file = file;
        stored = tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Header, StringComparer.Ordinal);
        Names = [.. tensors.Select(tensor => tensor.Name)];
        Report = new SideReport(file.Path, file.Format, tensors.Length, dumpSide);
    }

    /// <summary>It in words.</summary>
    public SideReport Report { get; }

    /// <summary>Whether it is an array without a name of its own: the file's is made up where it is saved.</summary>
    public bool IsNameless => file is NpyFile;

    /// <summary>The names, in the file's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Opens a side.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="dumpSide">Which values are meant, should it be a dump of this program.</param>
    /// <param name="ignored">Names that take no part.</param>
    /// <exception cref="InputException">It cannot be read, or has no tensors.</exception>
    public static Side Open(string path, string dumpSide, ImmutableArray<Glob> ignored)
    {
        var file = TensorFiles.Open(path, new ReadOptions
        {
            LeavesOut = "--ignore",
            MayBeUnusable = name => IsIgnored(name)
                || DumpSides.Any(side => name.EndsWith($"/{side}", StringComparison.Ordinal) && IsIgnored(name[..^(side.Length + 1)])),
        });
        var isDump = file.Headers.Length > 0
            && file.Headers.All(header => DumpSides.Any(side => header.Name.EndsWith($"/{side}", StringComparison.Ordinal)));
        var all = isDump ? Of(file, $"/{dumpSide}") : Of(file, "");
        var tensors = all.Where(tensor => !IsIgnored(tensor.Name)).ToImmutableArray();
        if (!tensors.IsEmpty) return new Side(file, tensors, isDump ? dumpSide : null);
        file.Dispose();
        throw new InputException($"{path}: it has no tensors{(isDump ? $" of {dumpSide}" : "")} to "
            + $"compare{(all.IsEmpty ? "" : ", all are ignored")}; expected one at least.");

        bool IsIgnored(string name) => ignored.Any(glob => glob.Matches(name));
    }

    /// <summary>What the file says of a tensor, under the name by which it is compared.</summary>
    public TensorHeader Header(string name) => new(name, stored[name].Dtype, stored[name].Shape);

    /// <summary>Reads a tensor.</summary>
    /// <returns>A new tensor in the caller's dispose scope.</returns>
    public Tensor Read(string name) => file.Read(stored[name]);

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private static ImmutableArray<(string Name, TensorHeader Header)> Of(TensorFile file, string suffix) =>
    [
        .. from header in file.Headers
           where header.Name.EndsWith(suffix, StringComparison.Ordinal)
           select (header.Name[..^suffix.Length], header),
    ];
}
