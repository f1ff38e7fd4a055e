using System.Collections.Immutable;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd;

/// <summary>
/// A tensor's content at one moment, in managed memory: what reports and dumps hold on to after the tensors are gone.
/// </summary>
public sealed class TensorSnapshot
{
    private readonly byte[] bytes;

    /// <summary>A snapshot of the given content.</summary>
    /// <param name="dtype">Floating point.</param>
    /// <param name="shape">The size along each axis.</param>
    /// <param name="bytes">The elements in row-major order, in the machine's byte order; not copied.</param>
    /// <exception cref="ArgumentException">The dtype is not floating point, or the bytes do not fill the shape.</exception>
    public TensorSnapshot(ScalarType dtype, ImmutableArray<long> shape, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        Dtype = dtype;
        Shape = shape;
        Count = shape.Aggregate(1L, (product, size) => product * size);
        if (bytes.LongLength != Count * ElementSize)
            throw new ArgumentException($"{bytes.LongLength} bytes do not fill {Count} elements of {dtype}.", nameof(bytes));
        this.bytes = bytes;
    }

    /// <summary>float32, float64, bfloat16 or float16.</summary>
    public ScalarType Dtype { get; }

    /// <summary>The size along each axis.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>How many elements there are.</summary>
    public long Count { get; }

    /// <summary>The elements in row-major order, in the machine's byte order.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    private int ElementSize => Dtype switch
    {
        ScalarType.Float64 => 8,
        ScalarType.Float32 => 4,
        ScalarType.Float16 or ScalarType.BFloat16 => 2,
        _ => throw new ArgumentException($"A snapshot of {Dtype} was asked for; only floating-point tensors have one."),
    };

    /// <summary>The element at a row-major flat index, exact.</summary>
    public double this[long index] => Dtype switch
    {
        ScalarType.Float64 => At<double>(index),
        ScalarType.Float32 => At<float>(index),
        ScalarType.Float16 => (double)At<Half>(index),
        _ => BitConverter.UInt32BitsToSingle((uint)At<ushort>(index) << 16),
    };

    /// <summary>Copies a tensor's content, from any device and with any strides.</summary>
    /// <param name="tensor">Floating point, any shape.</param>
    internal static TensorSnapshot Of(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = NewDisposeScope();
        var source = tensor.detach().cpu().contiguous();
        return new TensorSnapshot(tensor.dtype, [.. tensor.shape], source.bytes.ToArray());
    }

    private T At<T>(long index) where T : struct => MemoryMarshal.Cast<byte, T>(bytes.AsSpan())[checked((int)index)];
}
