namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// The right elements in another order: sorted, the two are equal. Most often a reshape where a transpose was meant, which is
/// looked for and named.
/// </summary>
internal sealed class ElementsReordered : Signature
{
    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        var right = gradient.Right.flatten();
        var residual = Match.Residual(gradient.Wrong.flatten().sort().Values, right.sort().Values);
        if (!(residual <= gradient.Fits) || !IsVaried(gradient)) return null;
        var how = Reshape(gradient);
        return gradient.Explained(
            CauseKind.Permutation,
            $"{gradient.Label} has the right elements in another order{how}",
            $"sorted, its {Words.Count(right.numel())} elements are {gradient.Reference}'s to {Words.Residual(residual)}",
            how.Length > 0
                ? "transpose before it is reshaped"
                : "put the elements in the order of the tensor: look for a reshape where a transpose was meant",
            residual,
            complexity: 4);
    }

    private static string Reshape(GradientUnderTest gradient)
    {
        var wrong = gradient.Wrong.flatten();
        foreach (var blocks in Factorizations(wrong.numel()))
        {
            foreach (var order in (long[][])[[0, 2, 1], [1, 0, 2], [2, 1, 0]])
            {
                var reordered = gradient.Right.reshape(blocks).permute(order).flatten();
                if (Match.Residual(reordered, wrong) <= gradient.Fits)
                    return $": seen as {Text(blocks.Where(size => size > 1))}, two of its axes are swapped, as by a reshape where a "
                        + "transpose was meant";
            }
        }

        return "";
    }

    // The ways to see so many elements as blocks of three axes; a large prime count has hardly any.
    private static IEnumerable<long[]> Factorizations(long count)
        => from first in Divisors(count)
           from second in Divisors(count / first)
           where second > 1
           select (long[])[first, second, count / first / second];

    private static IEnumerable<long> Divisors(long count)
    {
        for (var divisor = 1L; divisor <= Math.Min(count, 4096); divisor++)
        {
            if (count % divisor == 0) yield return divisor;
        }
    }
}
