using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>One of the eight ways to multiply an upstream gradient and a factor as matrices.</summary>
/// <param name="UpstreamTurned">Whether the upstream gradient is transposed.</param>
/// <param name="FactorTurned">Whether the factor is.</param>
/// <param name="UpstreamFirst">Whether the upstream gradient stands on the left.</param>
internal readonly record struct ProductLayout(bool UpstreamTurned, bool FactorTurned, bool UpstreamFirst)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ProductLayout> All { get; } =
        [.. Enumerable.Range(0, 8).Select(bits => new ProductLayout((bits & 1) != 0, (bits & 2) != 0, (bits & 4) == 0))];

    /// <summary>
    /// The constant with which the product is the target, and what it leaves of it; null where it is not. Only a product that
    /// agrees on one vector is multiplied out (Freivalds), so that the many others cost little.
    /// </summary>
    /// <param name="upstream">(n, m), or a batch of them.</param>
    /// <param name="factor">As many axes.</param>
    /// <param name="target">As many axes.</param>
    public (double Constant, double Residual)? Fit(Tensor upstream, Tensor factor, Tensor target)
    {
        if (upstream.dtype != factor.dtype || upstream.dtype != target.dtype || target.dim() is not (2 or 3)) return null;
        if (upstream.dim() != target.dim() || factor.dim() != target.dim()) return null;
        using var scope = NewDisposeScope();
        var (left, right) = (UpstreamTurned ? upstream.transpose(-2, -1) : upstream, FactorTurned ? factor.transpose(-2, -1) : factor);
        if (!UpstreamFirst) (left, right) = (right, left);
        if (!AreShaped(left, right, target)) return null;
        var vector = Vector(target);
        if (Match.Factor(Product(left, Product(right, vector)), Product(target, vector)) is null) return null;
        var product = Product(left, right);
        return Match.Factor(product, target) is { } constant ? (constant, Match.Residual(constant * product, target)) : null;
    }

    private static bool AreShaped(Tensor left, Tensor right, Tensor target)
        => left.shape[^1] == right.shape[^2] && left.shape[^2] == target.shape[^2] && right.shape[^1] == target.shape[^1]
            && (target.dim() == 2 || (left.shape[0] == target.shape[0] && right.shape[0] == target.shape[0]));

    // mm and bmm throw where shapes do not fit; matmul ends the process.
    private static Tensor Product(Tensor left, Tensor right) => left.dim() == 2 ? left.mm(right) : left.bmm(right);

    private static Tensor Vector(Tensor target)
    {
        var columns = target.shape[^1];
        var vector = (arange(columns, dtype: target.dtype, device: target.device) * 1.3 + 0.7).sin().reshape(columns, 1);
        return target.dim() == 2 ? vector : vector.expand(target.shape[0], columns, 1);
    }
}
