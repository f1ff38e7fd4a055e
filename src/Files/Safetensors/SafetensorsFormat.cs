namespace ScratchVsAutograd.Files.Safetensors;

/// <summary>Tensors as <c>safetensors.torch.save_file</c> writes them.</summary>
internal sealed class SafetensorsFormat : TensorFormat
{
    /// <inheritdoc />
    public override string Extension => ".safetensors";

    /// <inheritdoc />
    public override bool IsStart(ReadOnlySpan<byte> start)
        => start.Length == StartLength && start[SafetensorsHeader.PrefixLength] == '{';

    /// <inheritdoc />
    public override TensorFile Open(string path, Stream stream, ReadOptions options) => new SafetensorsFile(path, stream, options);

    /// <inheritdoc />
    public override void Write(
        Stream output, IReadOnlyCollection<(string Name, ITensorData Tensor)> tensors,
        IReadOnlyCollection<(string Key, string Value)> metadata)
        => SafetensorsWriter.Write(output, tensors, metadata);
}
