using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Numerics;

/// <summary>The largest magnitude in a tensor, without a second tensor of that size.</summary>
internal static class Magnitude
{
    /// <summary>max |t|; NaN where there is one, 0 where there are no elements.</summary>
    public static double Of(Tensor tensor)
    {
        if (tensor.numel() == 0) return 0;
        using var scope = NewDisposeScope();
        var (least, most) = (tensor.detach().min(), tensor.detach().max());
        return Math.Max(Math.Abs(Number(least)), Math.Abs(Number(most)));
    }

    /// <summary>max |a − b|, in the wider dtype of the two.</summary>
    public static double OfDifference(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return Of(a.detach() - b.detach());
    }

    private static double Number(Tensor scalar) => scalar.to(ScalarType.Float64).item<double>();
}
