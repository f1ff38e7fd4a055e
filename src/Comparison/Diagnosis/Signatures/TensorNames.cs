using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// Names a factor after the tensor of the trace, or the upstream gradient, that it equals: the tensor itself, a simple function
/// of it, or of its mean, variance, … along the axes. Where it is one only up to a constant, the constant is named too.
/// </summary>
internal static class TensorNames
{
    private static readonly (string Format, Func<Tensor, Tensor> Of)[] Functions =
    [
        ("{0}", t => t),
        ("1/{0}", t => 1 / t),
        ("√{0}", t => t.sqrt()),
        ("1/√{0}", t => t.rsqrt()),
        ("{0}²", t => t.square()),
        ("1/{0}²", t => 1 / t.square()),
        ("(1 − {0})", t => 1 - t),
        ("1/(1 − {0})", t => 1 / (1 - t)),
    ];

    /// <summary>The name of a factor, or null.</summary>
    /// <param name="factor">The factor, of size 1 along the axes.</param>
    /// <param name="has">Where it is known.</param>
    /// <param name="axes">The axes that it is constant along.</param>
    /// <param name="gradient">Brings the tensors.</param>
    public static string? Of(Tensor factor, Tensor has, long[] axes, GradientUnderTest gradient)
    {
        var known = factor.masked_select(has);
        var named = from tensor in Tensors(factor, axes, gradient)
                    let values = tensor.Value.masked_select(has)
                    from function in Functions
                    let name = Name(known, function.Of(values), string.Format(null, function.Format, tensor.Name), gradient.Fits)
                    where name is not null
                    select name;
        return named.OrderBy(name => name.Contains('·', StringComparison.Ordinal)).FirstOrDefault();
    }

    private static string? Name(Tensor factor, Tensor candidate, string name, double fits)
    {
        if (Match.Residual(candidate, factor) <= fits) return name;
        var constant = (factor / candidate).mean().item<double>();
        // A constant fits two numbers too easily.
        return factor.numel() > 2 && double.IsFinite(constant) && Match.Residual(constant * candidate, factor) <= fits
            ? $"{Words.Number(constant)}·{name}"
            : null;
    }

    private static IEnumerable<(string Name, Tensor Value)> Tensors(Tensor factor, long[] axes, GradientUnderTest gradient)
    {
        var all = gradient.Named.Concat(gradient.Upstreams.Select(upstream => (Name: $"d{upstream.Name}", Value: upstream.Gradient)));
        foreach (var (name, tensor) in all)
        {
            var value = tensor.to(ScalarType.Float64);
            // One number a row may be held as (N, 1) or as (N,).
            if (value.numel() == factor.numel() && value.shape.Where(size => size > 1).SequenceEqual(factor.shape.Where(size => size > 1)))
                yield return (name, value.reshape(factor.shape));
            if (tensor.dtype == ScalarType.Int64 && Uses(tensor, factor, axes) is { } uses)
                yield return ($"(the number of times {name} names it)", uses);
            if (!tensor.is_floating_point() || !value.shape.AsSpan().SequenceEqual(gradient.Right.shape)) continue;
            yield return ($"(the mean of {name})", value.mean(axes, keepdim: true));
            yield return ($"(the norm of {name})", value.square().sum(axes, keepdim: true).sqrt());
            yield return ($"(the variance of {name})", value.var(axes, unbiased: false, keepdim: true));
            yield return ($"(the unbiased variance of {name})", value.var(axes, unbiased: true, keepdim: true));
        }
    }

    // How often each index along the only other axis occurs: duplicates that were averaged, or counted again.
    private static Tensor? Uses(Tensor indices, Tensor factor, long[] axes)
    {
        var others = Enumerable.Range(0, (int)factor.Dimensions).Where(axis => !axes.Contains(axis)).ToArray();
        if (others.Length != 1 || indices.numel() == 0) return null;
        var flat = indices.flatten();
        if (flat.min().item<long>() < 0 || flat.max().item<long>() >= factor.numel()) return null;
        return flat.bincount(null, factor.numel()).to(ScalarType.Float64).reshape(factor.shape);
    }
}
