using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// A matrix product of an upstream gradient with a named tensor, each possibly transposed, in either order, that is a gradient
/// but for a constant: what backward writes for a tensor that went through a matrix product. Batches of matrices are
/// multiplied matrix by matrix.
/// </summary>
/// <param name="Upstream">The upstream gradient, such as <c>dY</c>, or <c>dH ∘ (1 − H²)</c> through an activation.</param>
/// <param name="Factor">The named tensor.</param>
/// <param name="Layout">Which are transposed, and which comes first.</param>
/// <param name="Constant">The k in front: gradient = k · product.</param>
/// <param name="Residual">What k · product leaves of the gradient.</param>
internal sealed record TrialProduct(string Upstream, string Factor, ProductLayout Layout, double Constant, double Residual)
{
    /// <summary>As in an equation, without the constant: <c>dY · Wᵀ</c>.</summary>
    public string Text
    {
        get
        {
            var (upstream, factor) = (Turned(Upstream, Layout.UpstreamTurned), Turned(Factor, Layout.FactorTurned));
            return Layout.UpstreamFirst ? $"{upstream} · {factor}" : $"{factor} · {upstream}";
        }
    }

    /// <summary>With the constant: <c>0.5 · dY · Wᵀ</c>.</summary>
    public string ScaledText => Math.Abs(Constant - 1) <= 1e-9 ? Text : $"{Words.Number(Constant)} · {Text}";

    /// <summary>Every product that is the target but for a constant.</summary>
    /// <param name="suspect">Whose upstream gradients and named tensors are multiplied.</param>
    /// <param name="target">Its gradient, a term of it, or what is missing from it.</param>
    public static IEnumerable<TrialProduct> Of(Suspect suspect, Tensor target)
    {
        var (upstreams, factors) = (UpstreamGradient.Of(suspect), suspect.Named);
        return from upstream in upstreams
               from factor in factors
               from layout in ProductLayout.All
               let fit = layout.Fit(upstream.Value, factor.Value, target)
               where fit is not null
               select new TrialProduct(upstream.Name, factor.Name, layout, fit.Value.Constant, fit.Value.Residual);
    }

    private static string Turned(string name, bool turned)
        => (name.Contains(' ', StringComparison.Ordinal) ? $"({name})" : name) + (turned ? "ᵀ" : "");
}
