using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Numerics;

/// <summary>What one rounding costs.</summary>
internal static class UnitRoundoff
{
    /// <summary>Half the distance from 1 to the next number of that dtype.</summary>
    public static double Of(ScalarType dtype) => dtype switch
    {
        ScalarType.Float64 => Math.ScaleB(1, -53),
        ScalarType.Float32 => Math.ScaleB(1, -24),
        ScalarType.Float16 => Math.ScaleB(1, -11),
        ScalarType.BFloat16 => Math.ScaleB(1, -8),
        _ => throw new ArgumentException($"{dtype} is not a floating-point dtype.", nameof(dtype)),
    };
}
