using ScratchVsAutograd.Comparison.Diagnosis;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff.Causes;

/// <summary>A = k · B with one k of any size and sign, in every precision.</summary>
internal static class ScaleCause
{
    // What is kept of a quotient of two vectors, or of a constant rounded to a dtype.
    private const double Precise = 1e-9;

    /// <summary>The explanation, or null.</summary>
    public static Explanation? Find(Tensor a, Tensor b, ScalarType precision, Moments moments, string label)
    {
        var factor = moments.Factor;
        if (!double.IsFinite(factor) || factor == 0 || 1 - moments.Cosine * moments.Cosine > Math.Pow(4 * Fit.Bound(precision), 2) + 1e-12)
            return null;
        if (Fit.Of(a, b, precision, factor) is not { } fit || !IsEvidence(b, precision)) return null;
        var uncertain = Math.Max(4 * moments.Uncertainty, precision == ScalarType.Float64 ? Precise : 1e-7);
        if (Math.Abs(Math.Abs(factor) - 1) <= Math.Max(uncertain, Fit.Bound(precision)))
            return factor < 0 ? Sign(label, fit, moments.Count) : null;
        return Explained(label, factor, uncertain, fit, moments.Count, b.shape);
    }

    // One number fits any single element, and elements that are alike are one: a factor needs several that differ.
    private static bool IsEvidence(Tensor b, ScalarType precision)
    {
        using var scope = NewDisposeScope();
        var values = b.flatten().narrow(0, 0, Math.Min(b.numel(), 1 << 16)).to(ScalarType.Float64).abs().sort().Values;
        var steps = (values / (Fit.Bound(precision) * values[-1])).round().diff().count_nonzero().item<long>();
        return Fit.IsEvidence(Math.Min(values.numel(), 4 * steps), precision) || (steps >= 1 && !HalfPrecision.IsHalf(precision));
    }

    private static Explanation Sign(string label, Fit fit, long count) => fit.Explains(
        CauseKind.Sign, $"{label} has the wrong sign", $"A = −B to {Words.Residual(fit.Residual)} over {Words.Count(count)} elements",
        "Flip the sign", complexity: 1);

    private static Explanation Explained(string label, double factor, double uncertain, Fit fit, long count, long[] shape)
    {
        var isTooLarge = Math.Abs(factor) > 1;
        var exact = isTooLarge ? Math.Abs(factor) : 1 / Math.Abs(factor);
        var (size, number) = ScaleNames.Number(exact, uncertain);
        var names = ScaleNames.Of(number, uncertain, shape).Take(3).ToList();
        var (sign, turn) = factor < 0 ? (", and has the wrong sign", ", and flip the sign") : ("", "");
        var isLossScale = isTooLarge && ScaleNames.IsLossScale(number);
        var multiple = isTooLarge ? $"{(factor < 0 ? "−" : "")}{size} × B" : $"{(factor < 0 ? "−" : "")}B / {size}";
        var lossScale = isLossScale
            ? $"; {size} is 2^{Math.Log2(number):0}, a power of two as a loss scale is (GradScaler begins with 65536)"
            : "";
        return fit.Explains(
            CauseKind.ConstantFactor,
            $"{label} is {size} times too {(isTooLarge ? "large" : "small")}{sign}{lossScale}",
            $"A = {multiple} to {Words.Residual(fit.Residual)} over {Words.Count(count)} "
                + $"elements{(names.Count == 0 ? "" : $"; {size} is {string.Join(", and ", names)}")}",
            $"{(isTooLarge ? "Divide" : "Multiply")} by {size}{(isLossScale ? ": unscale the gradients before they are saved" : "")}{turn}",
            complexity: 1);
    }
}
