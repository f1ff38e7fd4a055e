using static TorchSharp.torch;

namespace ScratchVsAutograd;

/// <summary>
/// How far a gradient may be off: |scratch − autograd| ≤ <paramref name="Absolute"/> + <paramref name="Relative"/> · |autograd|,
/// element by element, as <c>torch.allclose</c> defines it.
/// </summary>
/// <param name="Relative">rtol, dimensionless, 0 or more.</param>
/// <param name="Absolute">atol, in the gradient's own unit, 0 or more.</param>
/// <param name="EqualNaN">Whether two NaNs in the same place agree. Off unless asked for: a NaN gradient is seldom meant.</param>
public sealed record Tolerance(double Relative, double Absolute, bool EqualNaN = false)
{
    /// <summary>
    /// The default for a working precision: the roundings of a few hundred accumulated terms pass, a formula that is off
    /// by a part in a thousand does not.
    /// </summary>
    /// <param name="dtype">float32: 1e-5, 1e-8. float64: 1e-9, 1e-12. bfloat16: 1.6e-2, 1e-5. float16: 1e-3, 1e-5.</param>
    /// <exception cref="ArgumentException">The dtype is not floating point.</exception>
    public static Tolerance For(ScalarType dtype) => dtype switch
    {
        ScalarType.Float32 => new(1e-5, 1e-8),
        ScalarType.Float64 => new(1e-9, 1e-12),
        ScalarType.BFloat16 => new(1.6e-2, 1e-5),
        ScalarType.Float16 => new(1e-3, 1e-5),
        _ => throw new ArgumentException($"There is no default tolerance for {dtype}; gradients are floating point.", nameof(dtype)),
    };
}
