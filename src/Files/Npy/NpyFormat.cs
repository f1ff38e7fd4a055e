namespace ScratchVsAutograd.Files.Npy;

/// <summary>One array as <c>numpy.save</c> writes it.</summary>
internal sealed class NpyFormat : TensorFormat
{
    /// <inheritdoc />
    public override string Extension => ".npy";

    /// <inheritdoc />
    public override bool IsStart(ReadOnlySpan<byte> start) => start.StartsWith(NpyHeader.Magic);

    /// <inheritdoc />
    public override TensorFile Open(string path, Stream stream, ReadOptions options)
        => new NpyFile(path, stream, Path.GetFileNameWithoutExtension(path), options);

    /// <inheritdoc />
    public override void Write(
        Stream output, IReadOnlyCollection<(string Name, ITensorData Tensor)> tensors,
        IReadOnlyCollection<(string Key, string Value)> metadata)
    {
        if (tensors.Count != 1)
            throw new FileException(
                $"A .npy holds one tensor, and {tensors.Count} were to be written; give the name of a .npz or a .safetensors.");
        NpyWriter.Write(output, tensors.Single().Tensor);
    }
}
