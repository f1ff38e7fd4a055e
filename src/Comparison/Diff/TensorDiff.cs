using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd;

/// <summary>
/// Everything measured about one pair of gradients. Where shape or dtype differ nothing is broadcast or cast: the pair is
/// not <see cref="Comparable"/>, not close, every element is out, and the maxima are NaN. Differences and quotients are in the
/// precision in which closeness is decided: float64 for float64, float32 for all others; one beyond its range is +∞.
/// </summary>
public sealed record TensorDiff
{
    /// <summary>An absolute tolerance above this part of a gradient's largest element could hide a wrong one.</summary>
    private const double Dominating = 1e-3;

    /// <summary>The hand-written gradient's shape.</summary>
    public required ImmutableArray<long> ScratchShape { get; init; }

    /// <summary>Autograd's gradient's shape.</summary>
    public required ImmutableArray<long> AutogradShape { get; init; }

    /// <summary>The hand-written gradient's dtype.</summary>
    public required ScalarType ScratchDtype { get; init; }

    /// <summary>Autograd's gradient's dtype.</summary>
    public required ScalarType AutogradDtype { get; init; }

    /// <summary>The tolerance the pair was held to.</summary>
    public required Tolerance Tolerance { get; init; }

    /// <summary>How many elements autograd's gradient has.</summary>
    public required long Count { get; init; }

    /// <summary>How many elements are out of tolerance.</summary>
    public required long OutOfTolerance { get; init; }

    /// <summary>Whether every element has the same bits on both sides.</summary>
    public required bool Exact { get; init; }

    /// <summary>max |scratch − autograd| over the elements that are finite on both sides; 0 where there are none.</summary>
    public required double MaxAbs { get; init; }

    /// <summary>
    /// Row-major flat index of <see cref="MaxAbs"/>, the first of equals; null where <see cref="MaxAbs"/> is over no elements.
    /// </summary>
    public required long? MaxAbsIndex { get; init; }

    /// <summary>max |scratch − autograd| / |autograd| over the elements finite on both sides; +∞ where autograd alone is 0.</summary>
    public required double MaxRel { get; init; }

    /// <summary>
    /// The largest distance in representable numbers of the dtype, over the elements finite on both sides;
    /// <see cref="ulong.MaxValue"/>, which no two numbers reach, where the pair is not comparable.
    /// </summary>
    public required ulong MaxUlp { get; init; }

    /// <summary>
    /// max |scratch − autograd| / (atol + rtol·|autograd|) over all elements: 0.03 used 3 % of what was allowed, 108 is off
    /// by 108 times that, and +∞ is a mismatch that is not finite.
    /// </summary>
    public required double Budget { get; init; }

    /// <summary>
    /// max (atol + rtol·|autograd|) over autograd's finite elements: one wrong element off by more than this would have been
    /// caught wherever it stood.
    /// </summary>
    public required double Sensitivity { get; init; }

    /// <summary>
    /// Whether an all-zero gradient would have passed although autograd's is not zero: the tolerance is larger than
    /// every element, so agreement says nothing.
    /// </summary>
    public required bool Blind { get; init; }

    /// <summary>What kinds of numbers the hand-written gradient holds.</summary>
    public required Census Scratch { get; init; }

    /// <summary>What kinds of numbers autograd's gradient holds.</summary>
    public required Census Autograd { get; init; }

    /// <summary>The elements that used most of their budget, most first, ties in index order; those out of tolerance only.</summary>
    public required ImmutableArray<ElementDiff> Worst { get; init; }

    /// <summary>Whether shape and dtype are the same on both sides.</summary>
    public bool Comparable => ScratchDtype == AutogradDtype && ScratchShape.AsSpan().SequenceEqual(AutogradShape.AsSpan());

    /// <summary>Whether shape and dtype are the same and every element is within tolerance.</summary>
    public bool AllClose => Comparable && OutOfTolerance == 0;

    /// <summary>Whether a tolerance says little about a gradient because its absolute part is large beside it.</summary>
    internal bool IsDominated
        => Blind || (Largest > 0 && Tolerance.Absolute > Dominating * Largest);

    /// <summary>Whether every element is zero on both sides.</summary>
    internal bool AreBothZero => Scratch.AllZero && Autograd.AllZero;

    private double Largest => (Sensitivity - Tolerance.Absolute) / Tolerance.Relative;
}
