using ScratchVsAutograd.Comparison;
using ScratchVsAutograd.Harness.Formats;

namespace ScratchVsAutograd.Harness.Output.Dumps;

/// <summary>Where <c>--dump</c> writes to, and as what: a name that ends in .npz or .safetensors is a file, any other a folder.</summary>
/// <param name="Path">As it was typed.</param>
internal sealed record DumpTarget(string Path)
{
    private bool IsNpz => Path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);

    private bool IsSafetensors => Path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds out before long work whether <see cref="Write"/> will be able to; nothing is changed.</summary>
    /// <exception cref="InputException">It will not.</exception>
    public void RequireWritable()
    {
        if (IsNpz || IsSafetensors) AtomicFile.RequireWritable(Path);
        else AtomicFolder.RequireWritable(Path);
    }

    /// <summary>Whether a folder that does not exist will, once the dump is written.</summary>
    public bool Creates(string folder) => !IsNpz && !IsSafetensors && AtomicFolder.MissingFolders(Path).Contains(folder);

    /// <summary>Writes it whole or not at all.</summary>
    /// <param name="report">Has its values (<see cref="ComparisonOptions.KeepValues"/>).</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Write(ComparisonReport report)
    {
        if (IsNpz) AtomicFile.Write(Path, output => NpzWriter.Write(output, DumpWriter.Arrays(report)));
        else if (IsSafetensors) AtomicFile.Write(Path, output => SafetensorsWriter.Write(output, DumpWriter.Arrays(report), Metadata(report)));
        else DumpWriter.Write(Path, report);
    }

    private static (string Key, string Value)[] Metadata(ComparisonReport report) =>
    [
        ("schema", DumpManifest.Schema), ("computation", report.Computation), ("device", report.Device), ("dtype", report.Dtype.Word()),
    ];
}
