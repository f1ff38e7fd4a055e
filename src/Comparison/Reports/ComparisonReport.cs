using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd;

// This folder: what is asked of a comparison and of the check of a function, and what is answered: options, immutable records and their
// words. Whoever writes a report begins here.

/// <summary>The immutable outcome of one comparison. Every output is a writer over this record.</summary>
public sealed record ComparisonReport
{
    /// <summary>The computation's name.</summary>
    public required string Computation { get; init; }

    /// <summary>Where it ran, such as <c>cpu</c> or <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    /// <summary>The working precision.</summary>
    public required ScalarType Dtype { get; init; }

    /// <summary>What the gradients were held to.</summary>
    public required Tolerance Tolerance { get; init; }

    /// <summary>Whether only agreement and zero gradients pass.</summary>
    public bool Strict { get; init; }

    /// <summary>The loss, one forward pass, both sides.</summary>
    public required double Loss { get; init; }

    /// <summary>
    /// The forward pass against the computation's independent reference forward, in graph order, the loss last; empty where it
    /// offers none.
    /// </summary>
    public ImmutableArray<ForwardReport> Forward { get; init; } = [];

    /// <summary>Why the hand-written backward stopped half-way, in a sentence with its line; null where it ran to its end.</summary>
    public string? Failure { get; init; }

    /// <summary>
    /// What backward did that no backward may, and that is no verdict of a compared tensor, such as changing the labels; a
    /// sentence each.
    /// </summary>
    public ImmutableArray<string> Violations { get; init; } = [];

    /// <summary>What is worth knowing and fails nothing, a sentence each.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>
    /// What has no verdict although it has a name or was written to, with the reason, such as <c>X, an input whose gradient …</c>.
    /// </summary>
    public ImmutableArray<string> NotCompared { get; init; } = [];

    /// <summary>The tensors at fault, in the order in which backward meets them.</summary>
    public ImmutableArray<string> Faults { get; init; } = [];

    /// <summary>What to do about <see cref="Violations"/>, in their order.</summary>
    public ImmutableArray<Explanation> ViolationExplanations { get; init; } = [];

    /// <summary>The tensors in graph order.</summary>
    public required ImmutableArray<TensorReport> Tensors { get; init; }

    /// <summary>
    /// What each tensor is used for directly: watched tensors, and the loss; empty unless
    /// <see cref="ComparisonOptions.KeepPictures"/> asked for it.
    /// </summary>
    internal ImmutableArray<TensorUse> Uses { get; init; } = [];

    /// <summary>Why the tensors at fault are wrong, in their order, those of one tensor together; then those of the violations.</summary>
    public ImmutableArray<Explanation> Explanations
        => [.. Faults.SelectMany(fault => Tensors.Single(tensor => tensor.Name == fault).Explanations), .. ViolationExplanations];

    /// <summary>Who is right about the disputed tensors, in graph order.</summary>
    public ImmutableArray<Testimony> Witness => [.. Tensors.Select(tensor => tensor.Testimony).OfType<Testimony>()];

    /// <summary>
    /// Whether the loss is a number, backward ran to its end and kept to its contract, every tensor passes, and forward is its
    /// reference's. Of a loss that is not finite there is no gradient that anything could agree with.
    /// </summary>
    public bool Agrees
        => double.IsFinite(Loss) && Failure is null && Violations.IsEmpty && Tensors.All(tensor => tensor.Verdict.Passes(Strict))
            && Forward.All(value => value.Agrees);
}
