using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// wrong = k ∘ right with a factor k that is constant along some axes: one number a row, or a column. Each k is fitted over its
/// group of elements, and named where it is a tensor of the trace, or its inverse, root or square. Every group but one number
/// must fit, so the elements that are not zero have to outnumber the groups.
/// </summary>
internal sealed class FactorAlongAxis : Signature
{
    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
        => gradient.Right.Dimensions > Axes.Most
            ? null
            : Axes.Subsets(gradient.Right.Dimensions)
                .Where(axes => axes.Length < gradient.Right.Dimensions && axes.All(axis => gradient.Right.shape[axis] > 1))
                .Select(axes => ConstantAlong(gradient, axes))
                .FirstOrDefault(explanation => explanation is not null);

    private static Explanation? ConstantAlong(GradientUnderTest gradient, long[] axes)
    {
        var squares = gradient.Right.square().sum(axes, keepdim: true);
        var has = gradient.RightIsZero.logical_not().to(ScalarType.Float64).amax(axes, keepdim: true) > 0;
        var factor = (gradient.Wrong * gradient.Right).sum(axes, keepdim: true) / where(has, squares, ones_like(squares));
        // A group of zeros is a block that nobody filled, and a factor without evidence is free.
        if (((factor == 0) & has).any().item<bool>() || !IsEvidence(gradient, factor, has)) return null;
        var residual = Match.Residual(where(has, gradient.Wrong / factor, gradient.Wrong), gradient.Right);
        if (!(residual <= gradient.Fits)) return null;
        var name = TensorNames.Of(factor, has, axes, gradient);
        return Explained(gradient, axes, factor.masked_select(has), name, residual);
    }

    private static bool IsEvidence(GradientUnderTest gradient, Tensor factor, Tensor has)
    {
        var groups = Count(has);
        var spare = Count(gradient.RightIsZero.logical_not()) - groups;
        return groups >= 2 && spare >= Math.Max(3, groups / 2)
            && Match.Largest(factor.masked_select(has) - factor.masked_select(has)[0]) > gradient.Fits * Match.Largest(factor);
    }

    private static Explanation Explained(GradientUnderTest gradient, long[] axes, Tensor factors, string? name, double residual)
    {
        var (low, high) = (Words.Number(factors.min().item<double>()), Words.Number(factors.max().item<double>()));
        // A factor 1/t is a factor t that was left out.
        var lacking = name?.StartsWith("1/", StringComparison.Ordinal) == true ? name[2..] : null;
        var (text, fix) = (name, lacking) switch
        {
            (null, _) =>
            (
                $"has a wrong factor, one for all places along {Axes.Text(axes)}",
                "look for a factor that is wrong or missing, one number for each place along the other axes"),
            (_, null) =>
            (
                $"has the factor {name} too many, one for all places along {Axes.Text(axes)}",
                $"divide by {name}: it was multiplied in once too often, or not divided by"),
            _ =>
                (
                    $"lacks the factor {lacking}, one for all places along {Axes.Text(axes)}",
                    $"multiply by {lacking}: it was left out, or divided by once too often"),
        };
        return gradient.Explained(
            CauseKind.FactorAlongAxis,
            $"{gradient.Label} {text}",
            $"{gradient.Judged} = k ∘ {gradient.Reference} to {Words.Residual(residual)}, with {factors.numel()} numbers k between {low} "
                + $"and {high}{(name is null ? "" : $": {name}")}",
            fix,
            residual,
            complexity: name is null ? 5 : 3);
    }
}
