using System.Collections.Immutable;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>How well one copy does.</summary>
/// <param name="Loss">The training loss.</param>
/// <param name="Measured">The shares that the experiment's measures give, in their order.</param>
internal sealed record Score(double Loss, ImmutableArray<double> Measured)
{
    /// <inheritdoc />
    public bool Equals(Score? other) => other is not null && Loss.Equals(other.Loss) && Measured.SequenceEqual(other.Measured);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Loss, Measured.Length);
}
