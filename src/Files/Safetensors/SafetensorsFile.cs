using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Files.Safetensors;

/// <summary>Tensors as <c>safetensors.torch.save_file</c> writes them.</summary>
internal sealed class SafetensorsFile : TensorFile
{
    private readonly Stream stream;
    private readonly Dictionary<string, long> begins;

    /// <summary>Reads the head.</summary>
    /// <param name="path">What the user calls it.</param>
    /// <param name="stream">Seekable; closed with this.</param>
    /// <param name="options">What may be left out.</param>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public SafetensorsFile(string path, Stream stream, ReadOptions options) : base(path, options)
    {
        this.stream = stream;
        var tensors = SafetensorsHeader.Read(stream, options).Tensors;
        Headers = [.. tensors.Select(tensor => tensor.Header)];
        begins = tensors.ToDictionary(tensor => tensor.Header.Name, tensor => tensor.Begin, StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public override string Format => ".safetensors";

    /// <inheritdoc />
    public override ImmutableArray<TensorHeader> Headers { get; }

    /// <inheritdoc />
    public override void Dispose()
    {
        stream.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    private protected override Tensor Content(TensorHeader header)
    {
        stream.Position = begins[header.Name];
        return TensorContent.Read(stream, header);
    }
}
