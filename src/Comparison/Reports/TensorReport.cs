using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Pictures;

namespace ScratchVsAutograd;

/// <summary>Everything found out about one tensor's gradient.</summary>
public sealed record TensorReport
{
    /// <summary>Its name in the trace.</summary>
    public required string Name { get; init; }

    /// <summary>What it is in the computation.</summary>
    public required TensorRole Role { get; init; }

    /// <summary>The tensor's own shape, which is its gradient's.</summary>
    public required ImmutableArray<long> Shape { get; init; }

    /// <summary>The shape backward wrote, refused ones included; null where it wrote nothing.</summary>
    public required ImmutableArray<long>? ScratchShape { get; init; }

    /// <summary>The judgement.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What decided it.</summary>
    public required VerdictReason Reason { get; init; }

    /// <summary>The numbers; null where one side has no gradient to compare.</summary>
    public required TensorDiff? Diff { get; init; }

    /// <summary>
    /// The numbers of the isolated run, in which backward was handed autograd's upstream gradients; null where one side has no
    /// gradient to compare.
    /// </summary>
    public TensorDiff? Isolated { get; init; }

    /// <summary>
    /// The tensors whose mistakes reached this one; empty unless the verdict is <see cref="Verdict.Inherited"/> or non-finite.
    /// </summary>
    public ImmutableArray<string> Origins { get; init; } = [];

    /// <summary>How far each side is from float64; null where no tensor of the computation needed a second precision.</summary>
    public PrecisionEvidence? Precision { get; init; }

    /// <summary>
    /// Whether the absolute tolerance was so large beside the gradient that it was held to its own scale in float64 instead.
    /// </summary>
    public bool HeldToItsScale { get; init; }

    /// <summary>The lines of the hand-written backward that wrote the gradient, one a contribution.</summary>
    public ImmutableArray<SourceLocation> WrittenAt { get; init; } = [];

    /// <summary>
    /// Whether the gradient is autograd's in the end although its line is at fault: the mistake cancels with one before it, or the gradient
    /// was handed on before it was complete.
    /// </summary>
    public bool RightInTheEnd { get; init; }

    /// <summary>The line at fault; null where the tensor is not at fault, or no line wrote it.</summary>
    public SourceLocation? FaultAt { get; init; }

    /// <summary>
    /// Where the change happened between two lines, the first of them, and <see cref="FaultAt"/> is the second; else null.
    /// </summary>
    public SourceLocation? FaultAfter { get; init; }

    /// <summary>Why it is wrong, the best explanation first; empty where it is not at fault, or no cause was found.</summary>
    public ImmutableArray<Explanation> Explanations { get; init; } = [];

    /// <summary>Who is right about it, by finite differences; null where the witness was not asked.</summary>
    public Testimony? Testimony { get; init; }

    /// <summary>What else is to be said, in a sentence, such as why a gradient was refused.</summary>
    public string? Note { get; init; }

    /// <summary>The tensor and both gradients; null unless <see cref="ComparisonOptions.KeepValues"/> asked for them.</summary>
    public TensorValues? Values { get; init; }

    /// <summary>Small pictures of both gradients; empty unless <see cref="ComparisonOptions.KeepPictures"/> asked for them.</summary>
    internal IReadOnlyDictionary<PictureOf, TensorPicture> Pictures { get; init; } = new Dictionary<PictureOf, TensorPicture>();
}
