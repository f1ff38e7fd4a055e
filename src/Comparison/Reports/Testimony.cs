using System.Collections.Immutable;

namespace ScratchVsAutograd;

/// <summary>What the witness says about one disputed tensor.</summary>
public sealed record Testimony
{
    /// <summary>The tensor in dispute.</summary>
    public required string Tensor { get; init; }

    /// <summary>The measurements: the random directions first, then the worst single elements.</summary>
    public required ImmutableArray<WitnessStatement> Statements { get; init; }

    /// <summary>
    /// The outcome: a side that one measurement refutes is wrong, however many others it passes. Where no measurement refutes
    /// anyone, one that had to abstain makes the whole inconclusive.
    /// </summary>
    public required WitnessSays Says { get; init; }

    /// <summary>The outcome in one sentence, with the numbers of the measurement that decides it.</summary>
    public required string Sentence { get; init; }

    /// <summary>What the witness says where it cannot be asked.</summary>
    internal static Testimony Silent(string tensor, string because) => new()
    {
        Tensor = tensor,
        Statements = [],
        Says = WitnessSays.Inconclusive,
        Sentence = $"No vote on {tensor}: {because}",
    };
}
