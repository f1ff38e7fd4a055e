using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// Right but for the places that a mask should have silenced (ReLU, dropout, clamp, padding), or damped by one factor (a leaky
/// ReLU): there right = c · wrong, with c = 0 for a mask. The mask is named where a tensor of the trace gives it; a factor other
/// than 0 is an explanation only with such a name.
/// </summary>
internal sealed class MaskMissing : Signature
{
    private const int Enough = 2;

    /// <inheritdoc />
    protected override IEnumerable<Explanation> FindAll(GradientUnderTest gradient)
    {
        var differs = gradient.Differs!;
        if (Count(differs) < Enough || (differs & gradient.WrongIsZero).any().item<bool>()) return [];
        // Where both are zero, a mask shows no effect.
        var elsewhere = differs.logical_not() & gradient.RightIsZero.logical_not();
        if (Count(elsewhere) < Enough) return [];
        var names = MaskNames.All(differs, elsewhere, gradient);
        var first = differs.nonzero()[0].data<long>().ToArray();
        return gradient.RightIsZero.masked_select(differs).all().item<bool>()
            ? names.Append(null).Select(name => Silenced(gradient, Count(differs), first, name))
            : names.Select(name => Damped(gradient, gradient.Wrong.masked_select(differs), gradient.Right.masked_select(differs), name))
                .OfType<Explanation>();
    }

    /// <inheritdoc />
    public override string Claim(Explanation explanation) => MaskNames.WithoutBound(explanation.Text);

    private static Explanation Silenced(GradientUnderTest gradient, long count, long[] first, string? name)
        => gradient.Explained(
            CauseKind.MaskMissing,
            $"{gradient.Label} lets the gradient pass where it should be zero{(name is null ? "" : $": where {name}")}",
            $"{Words.Count(count)} of {Words.Count(gradient.Right.numel())} elements, {Text(first)} the first of them, are not zero where "
                + $"{gradient.Reference}'s are; all others are {gradient.Reference}'s",
            $"multiply by the mask of the forward pass{(name is null ? "" : $": zero where {name}")}",
            residual: 0,
            complexity: name is null ? 4 : 3);

    private static Explanation? Damped(GradientUnderTest gradient, Tensor wrong, Tensor right, string name)
    {
        var factor = ((wrong * right).sum() / wrong.square().sum()).item<double>();
        var residual = Match.Residual(factor * wrong, right);
        if (!(residual <= gradient.Fits)) return null;
        return gradient.Explained(
            CauseKind.MaskMissing,
            $"{gradient.Label} lacks the factor {Words.Number(factor)} where {name}",
            $"there {gradient.Reference} = {Words.Number(factor)} × {gradient.Judged} to {Words.Residual(residual)} over "
                + $"{Words.Count(wrong.numel())} elements; all others are {gradient.Reference}'s",
            $"multiply by {Words.Number(factor)} where {name}",
            residual,
            complexity: 3);
    }
}
