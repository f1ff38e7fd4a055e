using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Numerics;

/// <summary>Whether a tensor holds nothing but finite numbers.</summary>
internal static class Finite
{
    /// <summary>Whether all elements are finite; whole numbers are.</summary>
    public static bool All(Tensor tensor)
    {
        var dtype = tensor.dtype;
        if (dtype is ScalarType.Float32 or ScalarType.Float64 && IsPlain(tensor))
            return dtype == ScalarType.Float32 ? All<float>(tensor.bytes) : All<double>(tensor.bytes);
        if (!tensor.is_floating_point() && !tensor.is_complex()) return true;
        using var scope = NewDisposeScope();
        return tensor.isfinite().all().item<bool>();
    }

    // A span's length is an int.
    private static bool IsPlain(Tensor tensor)
        => tensor.is_cpu() && tensor.is_contiguous() && tensor.numel() * tensor.element_size() <= int.MaxValue;

    private static bool All<T>(ReadOnlySpan<byte> bytes) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes);
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        var finite = Vector<T>.AllBitsSet;
        foreach (var vector in vectors) finite &= Vector.LessThanOrEqual(Vector.Abs(vector), new Vector<T>(T.MaxValue));
        if (!Vector.EqualsAll(finite.As<T, byte>(), Vector<byte>.AllBitsSet)) return false;
        foreach (var value in values[(vectors.Length * Vector<T>.Count)..])
        {
            if (!T.IsFinite(value)) return false;
        }

        return true;
    }
}
