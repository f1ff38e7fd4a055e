using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Gradcheck;

/// <summary>The outcome of checking every element against finite differences.</summary>
internal sealed record NumericReport
{
    /// <summary>The leaves, in the computation's order.</summary>
    public required ImmutableArray<NumericLeaf> Leaves { get; init; }

    /// <summary>How many forward passes it took.</summary>
    public required long ForwardPasses { get; init; }

    /// <summary>Whether no element of the hand-written gradient is out of tolerance, and not all of them are inconclusive.</summary>
    public bool ScratchAgrees => Leaves.All(leaf => leaf.ScratchOutOfTolerance == 0 && (leaf.Count == 0 || leaf.Inconclusive < leaf.Count));
}
