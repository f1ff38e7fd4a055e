using TorchSharp;
using static TorchSharp.torch;

namespace ScratchVsAutograd;

/// <summary>How a comparison is run.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Where to run; the CPU by default.</summary>
    public Device Device { get; init; } = torch.CPU;

    /// <summary>The working precision to cast floating-point leaves to; null keeps that of the first floating-point leaf.</summary>
    public ScalarType? Dtype { get; init; }

    /// <summary>What to hold the gradients to; null takes the default of the working precision.</summary>
    public Tolerance? Tolerance { get; init; }

    /// <summary>Whether gradients of inputs are demanded; those that backward writes are compared anyhow.</summary>
    public bool Inputs { get; init; }

    /// <summary>Whether only agreement and zero gradients pass.</summary>
    public bool Strict { get; init; }

    /// <summary>When finite differences are asked who is right.</summary>
    public WitnessMode Witness { get; init; } = WitnessMode.Auto;

    /// <summary>
    /// How long one run of the hand-written backward may take; null for as long as it likes. With a limit it runs on a thread of
    /// its own.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// How long the causes of all that is at fault may be sought; 5 s by default, zero to seek none. Where it ends the search stops at
    /// what it has, and the report says so; verdicts and lines never depend on it.
    /// </summary>
    public TimeSpan WhyTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Told of what disagrees as soon as it is known, before anybody looks for who is right and why: for whoever may not have the time to
    /// wait for the whole report. Null for nobody.
    /// </summary>
    internal Action<ComparisonReport>? Judged { get; init; }

    /// <summary>
    /// Whether causes of large computations may be sought on smaller leaves. Code that was written for its own sizes may hand others to a
    /// native product, which ends the process: so only where that loses nothing, as in the child of <c>check</c>, or cannot be.
    /// </summary>
    internal bool TriesSmallerLeaves { get; init; }

    /// <summary>What <see cref="WhyTime"/> is measured by.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether the report keeps the tensors and both gradients, for dumps.</summary>
    public bool KeepValues { get; init; }

    /// <summary>
    /// A folder in which <see cref="GradientAssert"/> writes an HTML page of what disagrees; null for the one that the environment variable
    /// <c>SCRATCH_VS_AUTOGRAD_HTML</c> names, and no page where it names none.
    /// </summary>
    public string? PageFolder { get; init; }

    /// <summary>
    /// Whether the report keeps what a page shows beside its numbers: small pictures of the gradients, and what is made from what.
    /// </summary>
    internal bool KeepPictures { get; init; }

    /// <summary>How many of each tensor's worst elements the report lists.</summary>
    public int WorstElements { get; init; } = 5;
}
