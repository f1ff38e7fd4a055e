using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// Different only among elements that tie: two tensors of the trace that are equal there, or several maxima (or minima) of one
/// row. Autograd shares the gradient among them (amax, maximum), or gives it to one (max with indices).
/// </summary>
internal sealed class MaxTies : Signature
{
    private const int Enough = 2;

    // A tensor of a few values, such as a mask, ties everywhere.
    private const int FewestValues = 4;

    /// <inheritdoc />
    protected override bool Applies(GradientUnderTest gradient) => base.Applies(gradient) && !gradient.IsContribution;

    /// <inheritdoc />
    protected override IEnumerable<Explanation> FindAll(GradientUnderTest gradient)
    {
        var count = Count(gradient.Differs!);
        if (count < Enough || 2 * count > gradient.Right.numel()) return [];
        var tensors = gradient.Named
            .Where(tensor => tensor.Value.is_floating_point() && tensor.Value.shape.AsSpan().SequenceEqual(gradient.Right.shape))
            .Select(tensor => (tensor.Name, Value: tensor.Value.to(ScalarType.Float64)))
            .Where(tensor => DistinctValues(gradient, tensor.Value) >= FewestValues)
            .ToArray();
        return Pairs(gradient, tensors).Concat(Rows(gradient, tensors)).Select(found => gradient.Explained(
            CauseKind.MaxTies,
            $"{gradient.Label} differs only where {found.Text}",
            $"{Words.Count(count)} of {Words.Count(gradient.Right.numel())} elements differ, all of them tied; all others are "
                + $"{gradient.Reference}'s",
            $"share the gradient among the tied elements as {gradient.Reference} does, or accept another subgradient",
            residual: 0,
            complexity: 2) with
        { Ties = found.Tied });
    }

    private static IEnumerable<(string Text, ImmutableArray<string> Tied)> Pairs(
        GradientUnderTest gradient, (string Name, Tensor Value)[] tensors)
        => from index in Enumerable.Range(0, tensors.Length)
           from second in tensors.Skip(index + 1)
           let first = tensors[index]
           let others = first.Value.masked_select(gradient.Differs!.logical_not())
               - second.Value.masked_select(gradient.Differs!.logical_not())
           where (first.Value == second.Value).masked_select(gradient.Differs!).all().item<bool>()
           where (others < 0).any().item<bool>() && (others > 0).any().item<bool>() && !(others == 0).any().item<bool>()
           select ($"{first.Name} = {second.Name}", ImmutableArray.Create(first.Name, second.Name));

    private static IEnumerable<(string Text, ImmutableArray<string> Tied)> Rows(
        GradientUnderTest gradient, (string Name, Tensor Value)[] tensors)
    {
        foreach (var (name, value) in tensors)
        {
            for (var axis = 0L; axis < value.Dimensions; axis++)
            {
                if (IsAmongTies(gradient, value, axis))
                    yield return ($"the maximum of {name} along axis {axis} is reached more than once", [name]);
                if (IsAmongTies(gradient, -value, axis))
                    yield return ($"the minimum of {name} along axis {axis} is reached more than once", [name]);
            }
        }
    }

    private static bool IsAmongTies(GradientUnderTest gradient, Tensor value, long axis)
    {
        var top = value == value.amax([axis], keepdim: true);
        var tied = top & (top.sum(axis, keepdim: true) > 1);
        return 2 * Count(tied) <= value.numel() && tied.masked_select(gradient.Differs!).all().item<bool>();
    }
}
