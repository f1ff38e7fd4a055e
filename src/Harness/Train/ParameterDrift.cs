using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>
/// How far apart the parameters of two networks are. Per parameter, d = max |scratch − autograd| is held against its magnitude
/// m = max |autograd|: d ≤ atol + rtol · m passes. Not element by element, as gradients are compared: an element that happens to
/// be near zero has been the sum of large updates, and carries their rounding. All numbers are NaN where an element is not finite.
/// </summary>
/// <param name="MaxAbs">The largest d.</param>
/// <param name="MaxRelative">The largest d / m; 0 where d is 0.</param>
/// <param name="Budget">The largest d / (atol + rtol · m): 1 is all that was allowed.</param>
/// <param name="Furthest">The name of the parameter with the largest budget.</param>
internal sealed record ParameterDrift(double MaxAbs, double MaxRelative, double Budget, string Furthest)
{
    /// <summary>Whether every parameter passes; NaN never does.</summary>
    public bool WithinTolerance => Budget <= 1;

    /// <summary>Measures all parameters.</summary>
    /// <param name="scratch">One network's parameters, at least one.</param>
    /// <param name="autograd">The other's, in the same order, of the same shapes.</param>
    /// <param name="tolerance">What is allowed.</param>
    public static ParameterDrift Between(IReadOnlyList<Leaf> scratch, IReadOnlyList<Leaf> autograd, Tolerance tolerance)
        => scratch.Zip(autograd, (s, a) => Of(s, a, tolerance)).Aggregate(Worse);

    /// <summary>Measures one parameter.</summary>
    public static ParameterDrift Of(Leaf scratch, Leaf autograd, Tolerance tolerance)
    {
        using var scope = NewDisposeScope();
        var a = InFloat64(autograd);
        var difference = (InFloat64(scratch) - a).abs().max().item<double>();
        var magnitude = a.abs().max().item<double>();
        if (!double.IsFinite(difference)) return new ParameterDrift(double.NaN, double.NaN, double.NaN, scratch.Name);
        return new ParameterDrift(
            difference,
            difference == 0 ? 0 : difference / magnitude,
            difference / (tolerance.Absolute + tolerance.Relative * magnitude),
            scratch.Name);
    }

    // To the CPU first: not every device has float64.
    private static Tensor InFloat64(Leaf parameter) => parameter.Value.detach().cpu().to(ScalarType.Float64);

    private static ParameterDrift Worse(ParameterDrift one, ParameterDrift other) => new(
        Math.Max(one.MaxAbs, other.MaxAbs),
        Math.Max(one.MaxRelative, other.MaxRelative),
        Math.Max(one.Budget, other.Budget),
        one.Budget >= other.Budget || double.IsNaN(one.Budget) ? one.Furthest : other.Furthest);
}
