using System.Collections.Immutable;

namespace ScratchVsAutograd;

/// <summary>Everything found out about a custom function's gradient with respect to one input.</summary>
public sealed record InputReport
{
    /// <summary>The input's name in the sample.</summary>
    public required string Name { get; init; }

    /// <summary>Its shape, which is its gradient's.</summary>
    public required ImmutableArray<long> Shape { get; init; }

    /// <summary>The judgement.</summary>
    public required FunctionVerdict Verdict { get; init; }

    /// <summary>How many elements it has.</summary>
    public required long Count { get; init; }

    /// <summary>How many of them lie at a kink, or where the outputs are not finite: no vote, and in none of the other numbers.</summary>
    public required long Inconclusive { get; init; }

    /// <summary>How many elements are not what finite differences measure.</summary>
    public required long OutOfTolerance { get; init; }

    /// <summary>max |function − measured|; NaN where the gradient is not finite, 0 where there is nothing to compare.</summary>
    public required double MaxError { get; init; }

    /// <summary>The largest share of its tolerance, error bar included, that an element used; +∞ where it is not finite.</summary>
    public required double Budget { get; init; }

    /// <summary>The elements out of tolerance that used most of their budget, most first.</summary>
    public ImmutableArray<FunctionElement> Worst { get; init; } = [];

    /// <summary>
    /// Why the gradient is wrong, the likeliest first; "autograd" in them is autograd through the function's own forward.
    /// </summary>
    public ImmutableArray<Explanation> Explanations { get; init; } = [];

    /// <summary>What else was found, a sentence each.</summary>
    public ImmutableArray<string> Findings { get; init; } = [];
}
