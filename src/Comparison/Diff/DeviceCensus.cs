using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>A <see cref="Census"/> taken with torch operations, on whatever device the tensor is.</summary>
internal static class DeviceCensus
{
    /// <summary>Counts a tensor's elements by kind; of complex numbers the real parts.</summary>
    /// <param name="tensor">Any shape, any dtype.</param>
    public static Census Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var counts = Counts(tensor).cpu().data<long>();
        return From(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    }

    /// <summary>
    /// Six counts on the tensor's device: −∞, below 0, 0, above 0, +∞ and NaN, where the second and fourth include the infinities.
    /// </summary>
    /// <returns>(6) int64.</returns>
    public static Tensor Counts(Tensor tensor)
    {
        var x = tensor.is_complex() ? tensor.real : tensor;
        return stack(
        [
            x.eq(double.NegativeInfinity).sum(), x.lt(0).sum(), x.eq(0).sum(), x.gt(0).sum(), x.eq(double.PositiveInfinity)
                .sum(), x.isnan().sum(),
        ]);
    }

    /// <summary>A census from the six counts.</summary>
    public static Census From(long negativeInfinity, long below, long zero, long above, long positiveInfinity, long nan) =>
        new(negativeInfinity, below - negativeInfinity, zero, above - positiveInfinity, positiveInfinity, nan);
}
