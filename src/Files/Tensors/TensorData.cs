using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Files;

/// <summary>A tensor that is to be written: what is on the CPU and row-major is not copied.</summary>
internal sealed class TensorData : ITensorData, IDisposable
{
    private readonly Tensor content;

    /// <summary>The content of a tensor on any device, with any strides.</summary>
    /// <exception cref="ArgumentException">No file format here holds such elements.</exception>
    public TensorData(Tensor tensor)
    {
        Dtype = ElementType.Of(tensor.dtype).Dtype;
        using var scope = NewDisposeScope();
        content = tensor.detach().cpu().contiguous().DetachFromDisposeScope();
        Shape = [.. content.shape];
    }

    /// <inheritdoc />
    public ScalarType Dtype { get; }

    /// <inheritdoc />
    public ImmutableArray<long> Shape { get; }

    /// <inheritdoc />
    public ReadOnlySpan<byte> Bytes => content.bytes;

    /// <summary>Lets go of it.</summary>
    public void Dispose() => content.Dispose();
}
