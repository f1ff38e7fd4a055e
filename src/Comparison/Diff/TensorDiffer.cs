using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>
/// Measures one pair of gradients. On the CPU in one pass over the memory; on any other device with torch operations there.
/// </summary>
internal static class TensorDiffer
{
    /// <summary>
    /// Compares a hand-written gradient with autograd's. Whether an element agrees is decided exactly as <c>torch.allclose</c>
    /// does it (for bfloat16 and float16: on both sides widened to float32), except that nothing is broadcast.
    /// </summary>
    /// <param name="scratch">The hand-written gradient: any shape, dtype and strides.</param>
    /// <param name="autograd">Autograd's gradient: any shape and strides; float32, float64, bfloat16 or float16; on scratch's
    /// device.</param>
    /// <param name="tolerance">What is allowed.</param>
    /// <param name="worst">How many of the elements out of tolerance are listed, 0 or more.</param>
    /// <returns>The measurement. Differing shapes or dtypes are a result, not an error.</returns>
    /// <exception cref="ArgumentException">
    /// Autograd's gradient is not floating point, the two are on different devices, or the tolerance is negative or not finite.
    /// </exception>
    public static TensorDiff Compare(Tensor scratch, Tensor autograd, Tolerance tolerance, int worst = 5)
    {
        RequireUsable(scratch, autograd, tolerance, worst);
        var (dtype, shape) = (scratch.dtype, scratch.shape);
        if (dtype != autograd.dtype || !shape.AsSpan().SequenceEqual(autograd.shape))
            return Incomparable(scratch, autograd, tolerance);
        var measurement = scratch.is_cpu()
            ? CpuPass.Measure(scratch, autograd, tolerance, worst)
            : DevicePass.Measure(scratch, autograd, tolerance, worst);
        return measurement.ToDiff(ImmutableCollectionsMarshal.AsImmutableArray(shape), dtype, tolerance);
    }

    private static TensorDiff Incomparable(Tensor scratch, Tensor autograd, Tolerance tolerance) => new()
    {
        ScratchShape = [.. scratch.shape],
        AutogradShape = [.. autograd.shape],
        ScratchDtype = scratch.dtype,
        AutogradDtype = autograd.dtype,
        Tolerance = tolerance,
        Count = autograd.numel(),
        OutOfTolerance = autograd.numel(),
        Exact = false,
        MaxAbs = double.NaN,
        MaxAbsIndex = null,
        MaxRel = double.NaN,
        MaxUlp = ulong.MaxValue,
        Budget = double.NaN,
        Sensitivity = double.NaN,
        Blind = false,
        Scratch = DeviceCensus.Of(scratch),
        Autograd = DeviceCensus.Of(autograd),
        Worst = [],
    };

    private static void RequireUsable(Tensor scratch, Tensor autograd, Tolerance tolerance, int worst)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        ArgumentNullException.ThrowIfNull(autograd);
        ArgumentNullException.ThrowIfNull(tolerance);
        ArgumentOutOfRangeException.ThrowIfNegative(worst);
        if (autograd.dtype is not (ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16 or ScalarType.Float16))
            throw new ArgumentException(
                $"Autograd's gradient is {autograd.dtype}; only float32, float64, bfloat16 and float16 can be compared.", nameof(autograd));
        if (scratch.device_type != autograd.device_type || scratch.device_index != autograd.device_index)
            throw new ArgumentException(
                $"The gradients are on different devices, {scratch.device} and {autograd.device}; move one to the other's.",
                nameof(scratch));
        if (!(IsUsable(tolerance.Relative) && IsUsable(tolerance.Absolute)))
            throw new ArgumentException(
                $"The tolerance is rtol {tolerance.Relative}, atol {tolerance.Absolute}; both have to be 0 or more, and finite in float32.",
                nameof(tolerance));
    }

    private static bool IsUsable(double tolerance) => tolerance is >= 0 and <= float.MaxValue;
}
