using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>Wrong in one or two elements, and right in all others.</summary>
internal sealed class SingleElement : Signature
{
    private const int Most = 2;

    // Of fewer elements, one or two are no exception.
    private const int Fewest = 4;

    /// <inheritdoc />
    protected override bool Applies(GradientUnderTest gradient) => base.Applies(gradient) && !gradient.IsContribution;

    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        var count = Count(gradient.Differs!);
        if (count > Most || gradient.Right.numel() < Fewest * count) return null;
        var at = gradient.Differs!.nonzero();
        var places = Enumerable.Range(0, (int)count).Select(n => Place(gradient, at[n].data<long>().ToArray()));
        return gradient.Explained(
            CauseKind.SingleElement,
            $"{gradient.Label} is wrong in {(count == 1 ? "one element" : "two elements")} only",
            $"{string.Join("; ", places)}; the other {gradient.Right.numel() - count} are {gradient.Reference}'s",
            "look for a bound that is one too small, or a case that is special there (a zero, an end)",
            residual: 0,
            complexity: 5);
    }

    private static string Place(GradientUnderTest gradient, long[] index)
        => $"{Text(index)} is {Element(gradient.Wrong, index)} where {gradient.Reference} has {Element(gradient.Right, index)}";

    // Plus zero, as a negative zero is nothing that a reader wants to see.
    private static string Element(Tensor gradient, long[] index)
        => Words.Number(gradient[[.. index.Select(i => TensorIndex.Single(i))]].item<double>() + 0.0);
}
