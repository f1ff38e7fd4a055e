using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Formats;

/// <summary>The .npy files of one folder, each an array of that name; folders in it are not looked into.</summary>
internal sealed class NpyFolder : TensorFile
{
    private const string Extension = ".npy";

    /// <summary>Reads every head.</summary>
    /// <param name="path">An existing folder.</param>
    /// <exception cref="InvalidDataException">There is no such file in it, or one that cannot be used.</exception>
    public NpyFolder(string path) : base(path)
    {
        var files = Directory.EnumerateFiles(path, $"*{Extension}").Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
            throw new InvalidDataException("the folder has no .npy file in it, and no manifest.json of a dump; expected one or the other");
        Headers = [.. files.Select(Header)];
    }

    /// <inheritdoc />
    public override string Format => "folder of .npy";

    /// <inheritdoc />
    public override ImmutableArray<TensorHeader> Headers { get; }

    /// <inheritdoc />
    protected override Tensor Content(TensorHeader header)
    {
        using var file = Open(System.IO.Path.Combine(Path, header.Name + Extension));
        return file.Headers is [var now] && now.Dtype == header.Dtype && now.Shape.SequenceEqual(header.Shape)
            ? file.Read(now)
            : throw new InvalidDataException("it was changed while it was read; compare again");
    }

    private static TensorHeader Header(string file)
    {
        using var opened = Open(file);
        return opened.Headers[0];
    }

    private static TensorFile Open(string file)
    {
        var opened = TensorFiles.Open(file);
        if (opened is NpyFile) return opened;
        opened.Dispose();
        throw new InvalidDataException($"its {System.IO.Path.GetFileName(file)} is a {opened.Format}; expected only arrays that numpy.save wrote");
    }
}
