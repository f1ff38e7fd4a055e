using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>Two products, one of which is scratch's gradient and the other autograd's, with the same constant factor.</summary>
/// <param name="Wrong">Scratch's.</param>
/// <param name="Right">Autograd's.</param>
/// <param name="Factor">The constant in front of both.</param>
/// <param name="Residual">What the better known of them leaves of autograd's gradient.</param>
internal sealed record ProductPair(TrialProduct Wrong, TrialProduct Right, double Factor, double Residual)
{
    /// <summary>Scratch's product with its factor.</summary>
    public string WrongText => Scaled(Wrong);

    /// <summary>Autograd's product with its factor.</summary>
    public string RightText => Scaled(Right);

    /// <summary>The first pair that fits, or null.</summary>
    /// <param name="suspect">Whose upstream gradients and named tensors are multiplied.</param>
    /// <param name="scratch">What the one must be.</param>
    /// <param name="autograd">What the other must be.</param>
    /// <param name="isMistake">Whether a person may have written the first where the second is right.</param>
    public static ProductPair? Find(Suspect suspect, Tensor scratch, Tensor autograd, Func<TrialProduct, TrialProduct, bool> isMistake)
    {
        var products = TrialProduct.Of(suspect).ToList();
        var wrong = Fitting(products, scratch);
        if (wrong.Count == 0) return null;
        var pairs = from right in Fitting(products, autograd)
                    from other in wrong
                    where isMistake(other.Product, right.Product) && Math.Abs(other.Factor - right.Factor) <= 1e-6 * Math.Abs(right.Factor)
                    select new ProductPair(other.Product, right.Product, right.Factor, Match.Residual(right.Factor * right.Product.Value, autograd));
        return pairs.FirstOrDefault();
    }

    private static List<(TrialProduct Product, double Factor)> Fitting(List<TrialProduct> products, Tensor target)
        => [.. products.Select(product => (product, Match.Factor(product.Value, target))).Where(fit => fit.Item2 is not null).Select(fit => (fit.product, fit.Item2!.Value))];

    private string Scaled(TrialProduct product)
        => Math.Abs(Factor - 1) <= 1e-9 ? product.Text : $"{Words.Number(Factor)} · {product.Text}";
}
