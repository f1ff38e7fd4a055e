using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>Least squares with one set of coefficients for each line of elements along an axis.</summary>
internal static class LeastSquares
{
    /// <summary>The coefficients c_k that bring Σ c_k ∘ parts_k closest to the target.</summary>
    /// <param name="axis">Along it each c_k is one number.</param>
    /// <param name="target">Any shape.</param>
    /// <param name="parts">One or two, of the target's shape.</param>
    /// <returns>For each part its c_k, of size 1 along the axis; null where the parts cannot be told apart.</returns>
    public static Tensor[]? Along(long axis, Tensor target, Tensor[] parts)
    {
        if (parts.Length == 1) return Finite([Dot(target, parts[0]) / Squared(parts[0])]);
        var (first, second) = (parts[0], parts[1]);
        // What of the second the first cannot do (Gram and Schmidt).
        var rest = second - Dot(second, first) / Squared(first) * first;
        if ((Squared(rest) <= 1e-20 * Squared(second)).any().item<bool>()) return null;
        var c = Dot(target, rest) / Squared(rest);
        return Finite([Dot(target - c * second, first) / Squared(first), c]);

        Tensor Dot(Tensor a, Tensor b) => (a * b).sum(axis, keepdim: true);

        Tensor Squared(Tensor a) => Dot(a, a);
    }

    private static Tensor[]? Finite(Tensor[] coefficients)
        => coefficients.All(coefficient => coefficient.isfinite().all().item<bool>()) ? coefficients : null;
}
