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
            $"{gradient.Label} is wrong in {(count == 1 ? "one element" : "two elements")} only{Where(gradient)}",
            $"{string.Join("; ", places)}; the other {gradient.Right.numel() - count} are {gradient.Reference}'s",
            "look for a bound that is one too small, or a case that is special there (a zero, an end)",
            residual: 0,
            complexity: 5);
    }

    // A mask or a one-hot label tells one element from the others by more than chance; a tensor of many values always does.
    private static string Where(GradientUnderTest gradient)
    {
        var masks = from tensor in gradient.Named
                    let spread = Axes.Spread(tensor.Value.to(ScalarType.Float64), gradient.Right.shape)
                    where spread is not null && ((spread == 0) | (spread == 1)).all().item<bool>()
                    from value in (int[])[0, 1]
                    where (spread == value).Equals(gradient.Differs!)
                    select $": where {tensor.Name} is {value}";
        return masks.FirstOrDefault() ?? "";
    }

    private static string Place(GradientUnderTest gradient, long[] index)
        => $"{Text(index)} is {Element(gradient.Wrong, index)} where {gradient.Reference} has {Element(gradient.Right, index)}";

    // Plus zero, as a negative zero is nothing that a reader wants to see.
    private static string Element(Tensor gradient, long[] index)
        => Words.Number(gradient[[.. index.Select(i => TensorIndex.Single(i))]].item<double>() + 0.0);
}
