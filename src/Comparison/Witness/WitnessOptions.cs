using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Witness;

/// <summary>How the witness is questioned.</summary>
internal sealed record WitnessOptions
{
    /// <summary>How many random directions are measured.</summary>
    public int Directions { get; init; } = 4;

    /// <summary>How many single elements are measured: those where the two gradients are furthest apart.</summary>
    public int Elements { get; init; } = 3;

    /// <summary>Whether each slope is measured by six evaluations of the loss instead of some twenty.</summary>
    public bool IsBrief { get; init; }

    /// <summary>
    /// The relative rounding that the gradients in dispute may carry themselves: about 1e-12 for gradients computed in
    /// float64, 1e-4 for float32.
    /// </summary>
    public double Precision { get; init; } = 1e-12;

    /// <summary>What the random directions are drawn from; the same seed gives the same directions on every machine.</summary>
    public ulong Seed { get; init; } = 20_240_917;

    /// <summary>Where the forward passes run; the CPU by default.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>
    /// Whether the computation's leaves are float64, on that device, and there for the witness alone: it makes no copies of them.
    /// </summary>
    public bool OwnsLeaves { get; init; }
}
