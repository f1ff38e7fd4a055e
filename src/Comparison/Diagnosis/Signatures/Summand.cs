using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// What a right gradient is the sum of: an upstream gradient, or its product with a tensor of the trace, summed over the axes
/// along which the forward pass broadcast.
/// </summary>
/// <param name="Name">What sentences call it.</param>
/// <param name="Value">The summand, before it is summed.</param>
/// <param name="Over">The axes to sum over.</param>
internal sealed record Summand(string Name, Tensor Value, long[] Over)
{
    /// <summary>Every summand whose sum is the right gradient.</summary>
    public static IEnumerable<Summand> Of(GradientUnderTest gradient)
        => from summand in Candidates(gradient)
           where summand.Value.numel() > gradient.Right.numel()
           from axes in Axes.Subsets(summand.Value.Dimensions)
           where summand.Sum(axes, gradient.Right.shape) is { } sum && Match.Residual(sum, gradient.Right) <= gradient.Fits
           select summand with { Over = axes };

    /// <summary>The sum over axes, in a shape of as many elements; null where it has not as many.</summary>
    public Tensor? Sum(long[] axes, long[] shape)
    {
        var count = Value.shape.Where((_, axis) => !axes.Contains(axis)).Aggregate(1L, (product, size) => product * size);
        return count == shape.Aggregate(1L, (product, size) => product * size) ? Value.sum(axes, keepdim: true).reshape(shape) : null;
    }

    private static IEnumerable<Summand> Candidates(GradientUnderTest gradient)
    {
        foreach (var (name, upstream) in gradient.Upstreams)
        {
            var value = upstream.to(ScalarType.Float64);
            yield return new Summand($"d{name}", value, []);
            foreach (var (other, tensor) in gradient.Named)
            {
                if (tensor.is_floating_point() && tensor.numel() > 1 && Axes.Spread(tensor, value.shape) is { } factor)
                    yield return new Summand($"d{name} ∘ {other}", value * factor, []);
            }
        }
    }
}
