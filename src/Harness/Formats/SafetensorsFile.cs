using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Formats;

/// <summary>Tensors as <c>safetensors.torch.save_file</c> writes them.</summary>
internal sealed class SafetensorsFile : TensorFile
{
    private readonly Stream stream;
    private readonly Dictionary<string, long> begins;

    /// <summary>Reads the head.</summary>
    /// <param name="path">What the user calls it.</param>
    /// <param name="stream">Seekable; closed with this.</param>
    /// <param name="mayBeUnusable">Names of tensors that are left out where they cannot be used.</param>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public SafetensorsFile(string path, Stream stream, Func<string, bool> mayBeUnusable) : base(path)
    {
        this.stream = stream;
        var tensors = SafetensorsHeader.Read(stream, mayBeUnusable).Tensors;
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
    protected override Tensor Content(TensorHeader header)
    {
        stream.Position = begins[header.Name];
        return TensorContent.Read(stream, header);
    }
}
