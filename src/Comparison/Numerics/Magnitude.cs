using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Numerics;

/// <summary>The largest magnitude in a tensor, without a second tensor of that size.</summary>
internal static class Magnitude
{
    /// <summary>max |t|; NaN where there is one, 0 where there are no elements.</summary>
    public static double Of(Tensor tensor)
    {
        if (tensor.numel() == 0) return 0;
        if (IsPlain(tensor)) return tensor.dtype == ScalarType.Float64 ? Of<double>(tensor.bytes) : Of<float>(tensor.bytes);
        using var scope = NewDisposeScope();
        var (least, most) = (tensor.detach().min(), tensor.detach().max());
        return Math.Max(Math.Abs(Number(least)), Math.Abs(Number(most)));
    }

    /// <summary>max |a − b|, in the wider dtype of the two.</summary>
    public static double OfDifference(Tensor a, Tensor b)
    {
        if (IsPlain(a) && IsPlain(b) && a.numel() == b.numel() && a.shape.AsSpan().SequenceEqual(b.shape))
        {
            return (a.dtype, b.dtype) switch
            {
                (ScalarType.Float64, ScalarType.Float64) => OfDifference(Elements<double>(a.bytes), Elements<double>(b.bytes)),
                (ScalarType.Float32, ScalarType.Float32) => OfDifference(Elements<float>(a.bytes), Elements<float>(b.bytes)),
                (ScalarType.Float64, _) => OfMixed(Elements<float>(b.bytes), Elements<double>(a.bytes)),
                _ => OfMixed(Elements<float>(a.bytes), Elements<double>(b.bytes)),
            };
        }

        using var scope = NewDisposeScope();
        return Of(a.detach() - b.detach());
    }

    // Few enough for one thread, and of a dtype that can be looked at where it lies.
    private static bool IsPlain(Tensor tensor)
        => tensor.dtype is ScalarType.Float32 or ScalarType.Float64
            && tensor.is_cpu() && tensor.is_contiguous() && tensor.numel() <= 1 << 20;

    private static double Of<T>(ReadOnlySpan<byte> bytes) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = Elements<T>(bytes);
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        var largest = Vector<T>.Zero;
        // Max hands NaN on.
        foreach (var vector in vectors) largest = Vector.Max(largest, Vector.Abs(vector));
        return Largest(largest, values[(vectors.Length * Vector<T>.Count)..], default);
    }

    private static double OfDifference<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var vectorsA = MemoryMarshal.Cast<T, Vector<T>>(a);
        var vectorsB = MemoryMarshal.Cast<T, Vector<T>>(b)[..vectorsA.Length];
        var largest = Vector<T>.Zero;
        for (var i = 0; i < vectorsA.Length; i++) largest = Vector.Max(largest, Vector.Abs(vectorsA[i] - vectorsB[i]));
        var rest = vectorsA.Length * Vector<T>.Count;
        return Largest(largest, a[rest..], b[rest..]);
    }

    private static double OfMixed(ReadOnlySpan<float> low, ReadOnlySpan<double> high)
    {
        var largest = 0.0;
        for (var i = 0; i < low.Length && i < high.Length; i++) largest = Math.Max(largest, Math.Abs(low[i] - high[i]));
        return largest;
    }

    // Of all lanes, and of what fills no vector; less what stands beside it, if anything does.
    private static double Largest<T>(Vector<T> lanes, ReadOnlySpan<T> rest, ReadOnlySpan<T> less)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var largest = T.Zero;
        for (var lane = 0; lane < Vector<T>.Count; lane++) largest = T.Max(largest, lanes[lane]);
        for (var i = 0; i < rest.Length; i++) largest = T.Max(largest, T.Abs(less.IsEmpty ? rest[i] : rest[i] - less[i]));
        return double.CreateChecked(largest);
    }

    private static ReadOnlySpan<T> Elements<T>(ReadOnlySpan<byte> bytes) where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);

    private static double Number(Tensor scalar) => scalar.to(ScalarType.Float64).item<double>();
}
