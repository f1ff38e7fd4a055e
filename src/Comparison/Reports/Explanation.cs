using System.Collections.Immutable;

namespace ScratchVsAutograd;

/// <summary>Why a tensor's gradient is wrong, with the number that says so.</summary>
public sealed record Explanation
{
    /// <summary>The tensor at fault.</summary>
    public required string Tensor { get; init; }

    /// <summary>The line at fault; null where no line wrote anything.</summary>
    public required SourceLocation? Source { get; init; }

    /// <summary>The kind of mistake.</summary>
    public required CauseKind Cause { get; init; }

    /// <summary>How the cause was found.</summary>
    public required ExplanationKind Kind { get; init; }

    /// <summary>What is wrong, in a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>The numbers that prove it, in a sentence.</summary>
    public required string Evidence { get; init; }

    /// <summary>What to do, in a sentence.</summary>
    public required string Fix { get; init; }

    /// <summary>
    /// What the explanation leaves unexplained: max |corrected − autograd| / max |autograd|, in float64. An explanation is
    /// given only where this is down to rounding.
    /// </summary>
    public required double Residual { get; init; }

    /// <summary>
    /// How much had to be assumed: 0 for an experiment or a contract, more for a signature that more gradients fit by chance.
    /// The explanation with the least comes first.
    /// </summary>
    public required int Complexity { get; init; }

    /// <summary>
    /// The tensors that the explanation says something of at ties or kinks only: with the elements of one of them nudged apart, the
    /// gradient must be right.
    /// </summary>
    internal ImmutableArray<string> Ties { get; init; } = [];
}
