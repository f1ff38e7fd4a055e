using System.Collections.Immutable;

namespace ScratchVsAutograd;

/// <summary>One measurement: how fast the loss changes along one direction v, and what the two gradients say about it.</summary>
public sealed record WitnessStatement
{
    /// <summary>The tensor that was moved.</summary>
    public required string Tensor { get; init; }

    /// <summary>Along which direction, such as <c>random 1</c> or <c>element [3, 7]</c>.</summary>
    public required string Direction { get; init; }

    /// <summary>⟨scratch's gradient, v⟩; 0 where there is none.</summary>
    public required double Scratch { get; init; }

    /// <summary>⟨autograd's gradient, v⟩; 0 where there is none.</summary>
    public required double Autograd { get; init; }

    /// <summary>dL/dε of L(t + εv) at ε = 0, by central differences in float64; NaN where it could not be measured at all.</summary>
    public required double FiniteDifference { get; init; }

    /// <summary>How far <see cref="FiniteDifference"/> may be off: truncation, rounding and kinks together.</summary>
    public required double ErrorBar { get; init; }

    /// <summary>Whom this measurement bears out.</summary>
    public required WitnessSays Says { get; init; }

    /// <summary>What was measured at each step size, from the widest on.</summary>
    internal ImmutableArray<WitnessStep> Steps { get; init; } = [];
}
