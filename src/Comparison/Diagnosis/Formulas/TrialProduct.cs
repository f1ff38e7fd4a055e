using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// A matrix product of an upstream gradient with a named tensor, each possibly transposed, in either order: what backward
/// writes for a tensor that went through a matrix product. Batches of matrices are multiplied matrix by matrix.
/// </summary>
/// <param name="Upstream">The upstream gradient, such as <c>dY</c>, or <c>dH ∘ (1 − H²)</c> through an activation.</param>
/// <param name="Factor">The named tensor.</param>
/// <param name="Layout">Which are transposed, and which comes first.</param>
/// <param name="Value">The product.</param>
internal sealed record TrialProduct(string Upstream, string Factor, TrialProduct.Order Layout, Tensor Value)
{
    /// <summary>As in an equation: <c>dY · Wᵀ</c>.</summary>
    public string Text
    {
        get
        {
            var (upstream, factor) = (Turned(Upstream, Layout.UpstreamTurned), Turned(Factor, Layout.FactorTurned));
            return Layout.UpstreamFirst ? $"{upstream} · {factor}" : $"{factor} · {upstream}";
        }
    }

    /// <summary>Every product that has the shape of the suspect, in the caller's dispose scope.</summary>
    public static IEnumerable<TrialProduct> Of(Suspect suspect)
    {
        var factors = suspect.Named;
        foreach (var (upstream, gradient) in UpstreamGradient.Of(suspect))
        {
            foreach (var (factor, value) in factors)
            {
                foreach (var order in Order.All)
                {
                    if (order.Multiply(gradient, value, suspect.Value.shape) is { } product)
                        yield return new TrialProduct(upstream, factor, order, product);
                }
            }
        }
    }

    /// <summary>By identity: tensors must not be compared by value.</summary>
    public bool Equals(TrialProduct? other) => ReferenceEquals(this, other);

    /// <inheritdoc />
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private static string Turned(string name, bool turned)
        => (name.Contains(' ', StringComparison.Ordinal) ? $"({name})" : name) + (turned ? "ᵀ" : "");

    /// <summary>One of the eight ways to multiply two matrices.</summary>
    internal readonly record struct Order(bool UpstreamTurned, bool FactorTurned, bool UpstreamFirst)
    {
        /// <summary>All of them.</summary>
        public static IReadOnlyList<Order> All { get; } =
            [.. Enumerable.Range(0, 8).Select(bits => new Order((bits & 1) != 0, (bits & 2) != 0, (bits & 4) == 0))];

        /// <summary>The product, or null where it does not have that shape.</summary>
        public Tensor? Multiply(Tensor upstream, Tensor factor, long[] shape)
        {
            if (upstream.dim() != factor.dim() || upstream.dim() != shape.Length || shape.Length is not (2 or 3)) return null;
            if (upstream.dtype != factor.dtype || (shape.Length == 3 && (upstream.shape[0] != factor.shape[0] || upstream.shape[0] != shape[0]))) return null;
            var (first, second) = (UpstreamTurned ? upstream.transpose(-2, -1) : upstream, FactorTurned ? factor.transpose(-2, -1) : factor);
            if (!UpstreamFirst) (first, second) = (second, first);
            var fits = first.shape[^1] == second.shape[^2] && first.shape[^2] == shape[^2] && second.shape[^1] == shape[^1];
            return !fits ? null : shape.Length == 2 ? first.mm(second) : first.bmm(second);
        }
    }
}
