namespace ScratchVsAutograd.Files.Npz;

/// <summary>Arrays as <c>numpy.savez</c> writes them.</summary>
internal sealed class NpzFormat : TensorFormat
{
    /// <inheritdoc />
    public override string Extension => ".npz";

    /// <inheritdoc />
    public override bool IsStart(ReadOnlySpan<byte> start) => start.StartsWith("PK"u8);

    /// <inheritdoc />
    public override TensorFile Open(string path, Stream stream, ReadOptions options) => new NpzFile(path, stream, options);

    /// <inheritdoc />
    public override void Write(
        Stream output, IReadOnlyCollection<(string Name, ITensorData Tensor)> tensors,
        IReadOnlyCollection<(string Key, string Value)> metadata)
        => NpzWriter.Write(output, tensors);
}
