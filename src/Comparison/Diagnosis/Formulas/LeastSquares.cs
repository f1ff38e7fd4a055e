using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>Least squares with one set of coefficients for each line of elements along an axis.</summary>
internal static class LeastSquares
{
    /// <summary>The coefficients c_k that bring Σ c_k ∘ parts_k closest to the target.</summary>
    /// <param name="axis">Along it each c_k is one number.</param>
    /// <param name="target">Any shape.</param>
    /// <param name="parts">A few, of the target's shape.</param>
    /// <returns>For each part its c_k, of size 1 along the axis; null where the parts cannot be told apart.</returns>
    public static Tensor[]? Along(long axis, Tensor target, Tensor[] parts)
    {
        // The last part's coefficient is what of it the others cannot do (Gram and Schmidt), then that of the one before it, …
        var basis = new List<Tensor>();
        foreach (var part in parts)
        {
            var rest = basis.Aggregate(part, (left, other) => left - Dot(left, other) / Squared(other) * other);
            if ((Squared(rest) <= 1e-20 * Squared(part)).any().item<bool>()) return null;
            basis.Add(rest);
        }

        var coefficients = new Tensor[parts.Length];
        for (var k = parts.Length - 1; k >= 0; k--)
        {
            coefficients[k] = Dot(target, basis[k]) / Squared(basis[k]);
            target -= coefficients[k] * parts[k];
        }

        return coefficients.All(coefficient => coefficient.isfinite().all().item<bool>()) ? coefficients : null;

        Tensor Dot(Tensor a, Tensor b) => (a * b).sum(axis, keepdim: true);

        Tensor Squared(Tensor a) => Dot(a, a);
    }
}
