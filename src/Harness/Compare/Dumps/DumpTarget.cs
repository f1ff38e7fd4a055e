using ScratchVsAutograd.Files;
using ScratchVsAutograd.Files.Dumps;
using ScratchVsAutograd.Files.Npy;
using ScratchVsAutograd.Files.Writing;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Compare.Dumps;

// This folder: what --dump writes. DumpWriter puts a folder of texts (DumpText) and arrays into place, with a DumpManifest by which
// EarlierDump knows the next time what may be replaced.

/// <summary>Where <c>--dump</c> writes to, and as what: a name that ends in .npz or .safetensors is a file, any other a folder.</summary>
/// <param name="Path">As it was typed.</param>
internal sealed record DumpTarget(string Path)
{
    // A .npy holds one tensor, and a dump has several.
    private bool IsFolder => TensorFiles.FormatOf(Path) is null or NpyFormat;

    /// <summary>Finds out before long work whether <see cref="Write"/> will be able to; nothing is changed.</summary>
    /// <exception cref="InputException">It will not.</exception>
    public void RequireWritable()
    {
        if (IsFolder) DumpWriter.RequireWritable(Path);
        else AtomicFile.RequireWritable(Path);
    }

    /// <summary>The files that it is known to write before the tensors' names are.</summary>
    public IReadOnlyList<string> Files => IsFolder
        ? [System.IO.Path.Combine(Path, DumpLayout.ArraysFile), System.IO.Path.Combine(Path, DumpLayout.ManifestFile)]
        : [Path];

    /// <summary>Whether a folder that does not exist will, once the dump is written.</summary>
    public bool Creates(string folder) => IsFolder && AtomicFolder.MissingFolders(Path).Contains(folder);

    /// <summary>Whether a file cannot be beside the dump: it is the dump, or a folder around it, or might be one of its texts.</summary>
    public bool Excludes(string file)
    {
        var identity = FileIdentity.Of(file);
        for (var folder = System.IO.Path.GetFullPath(Path); folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (FileIdentity.Of(folder) == identity) return true;
        }

        return IsFolder && file.EndsWith(DumpWriter.TextExtension, StringComparison.OrdinalIgnoreCase)
            && FileIdentity.Of(System.IO.Path.Combine(file, "..")) == FileIdentity.Of(Path);
    }

    /// <summary>Writes it whole or not at all.</summary>
    /// <param name="report">Has its values (<see cref="ComparisonOptions.KeepValues"/>).</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Write(ComparisonReport report)
    {
        if (IsFolder) DumpWriter.Write(Path, report);
        else TensorFiles.Save(Path, DumpWriter.Arrays(report), Metadata(report));
    }

    private static (string Key, string Value)[] Metadata(ComparisonReport report) =>
    [
        ("schema", DumpLayout.Schema), ("computation", report.Computation), ("device", report.Device), ("dtype", report.Dtype.Word()),
    ];
}
