using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>How well a corrected gradient is autograd's.</summary>
internal static class Match
{
    /// <summary>max |candidate − target| / max |target|; NaN where they cannot be compared, or the target is zero.</summary>
    public static double Residual(Tensor candidate, Tensor target)
    {
        if (!IsComparable(candidate, target)) return double.NaN;
        using var scope = NewDisposeScope();
        var largest = Largest(target);
        return largest == 0 ? double.NaN : Largest(candidate - target) / largest;
    }

    /// <summary>Whether the candidate is the target but for rounding.</summary>
    public static bool Explains(Tensor candidate, Tensor target) => Explains(Residual(candidate, target), target.dtype);

    /// <summary>Whether a residual is no more than rounding in that dtype.</summary>
    public static bool Explains(double residual, ScalarType dtype) => residual <= Bound(dtype);

    /// <summary>Whether two tensors are of one floating-point dtype and one shape, finite, and not empty.</summary>
    public static bool IsComparable(Tensor first, Tensor second)
    {
        Budget.Check();
        if (first.dtype != second.dtype || !first.is_floating_point() || first.numel() == 0 || !first.shape.SequenceEqual(second.shape))
            return false;
        using var scope = NewDisposeScope();
        return first.isfinite().all().item<bool>() && second.isfinite().all().item<bool>();
    }

    /// <summary>The largest magnitude; 0 where there are no elements.</summary>
    public static double Largest(Tensor tensor)
    {
        Budget.Check();
        if (tensor.numel() == 0) return 0;
        using var scope = NewDisposeScope();
        return tensor.detach().abs().max().to(ScalarType.Float64).item<double>();
    }

    /// <summary>The k for which k · candidate comes closest to the target, or null where none makes it the target.</summary>
    public static double? Factor(Tensor candidate, Tensor target)
    {
        if (!IsComparable(candidate, target)) return null;
        using var scope = NewDisposeScope();
        var k = ((candidate * target).sum() / candidate.square().sum()).to(ScalarType.Float64).item<double>();
        return double.IsFinite(k) && k != 0 && Explains(k * candidate, target) ? k : null;
    }

    /// <summary>
    /// The largest residual that is rounding in that dtype: in float64 a coincidence of nine digits is none; in float32 one of five
    /// digits is unlikely enough; half precisions prove nothing.
    /// </summary>
    public static double Bound(ScalarType dtype) => dtype switch
    {
        ScalarType.Float64 => 1e-9,
        ScalarType.Float32 => 1e-5,
        _ => -1,
    };
}
