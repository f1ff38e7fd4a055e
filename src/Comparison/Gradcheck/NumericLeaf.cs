namespace ScratchVsAutograd.Comparison.Gradcheck;

/// <summary>Every element of one leaf, held against finite differences.</summary>
internal sealed record NumericLeaf
{
    /// <summary>The leaf's name.</summary>
    public required string Name { get; init; }

    /// <summary>How many elements it has.</summary>
    public required long Count { get; init; }

    /// <summary>How many elements lie at a kink, or where the loss is not finite: no vote, and in none of the other numbers.</summary>
    public required long Inconclusive { get; init; }

    /// <summary>How many elements of the hand-written gradient are out of tolerance.</summary>
    public required long ScratchOutOfTolerance { get; init; }

    /// <summary>How many elements of autograd's gradient are out of tolerance.</summary>
    public required long AutogradOutOfTolerance { get; init; }

    /// <summary>max |scratch − finite difference|; NaN where scratch is not finite, 0 where there is nothing to compare.</summary>
    public required double MaxScratchError { get; init; }

    /// <summary>max |autograd − finite difference|, likewise.</summary>
    public required double MaxAutogradError { get; init; }

    /// <summary>
    /// Where either of the two is furthest from the finite difference, the first of equals; null where all are inconclusive.
    /// </summary>
    public required NumericElement? Worst { get; init; }
}
