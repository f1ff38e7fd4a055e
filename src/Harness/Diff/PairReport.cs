using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Pictures;
using ScratchVsAutograd.Files;
using ScratchVsAutograd.Harness.Diff.Causes;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>Everything found out about one tensor of A and the one of B that it is held to.</summary>
internal sealed record PairReport
{
    /// <summary>A's tensor as stored; null where A has none.</summary>
    public required TensorHeader? A { get; init; }

    /// <summary>B's tensor as stored; null where B has none.</summary>
    public required TensorHeader? B { get; init; }

    /// <summary>The judgement.</summary>
    public required PairVerdict Verdict { get; init; }

    /// <summary>The numbers; null where there are no two tensors of one shape and dtype.</summary>
    public TensorDiff? Diff { get; init; }

    /// <summary>The dtype whose tolerance they were held to; null where that is exact equality, or nothing was measured.</summary>
    public ScalarType? Precision { get; init; }

    /// <summary>Why they differ, the explanation that assumes least first; empty where none fits.</summary>
    public ImmutableArray<Explanation> Explanations { get; init; } = [];

    /// <summary>Whether a cause was looked for; large tensors, and many, take too long.</summary>
    public bool IsExplored { get; init; } = true;

    /// <summary>Another order of A's axes that fits B; null where there is none, or none is needed.</summary>
    public Layout? Layout { get; init; }

    /// <summary>The order in which A's slices are B's; null where there is none, or none is needed.</summary>
    public SliceOrder? Slices { get; init; }

    /// <summary>How like the two are as a whole; null where they agree, or something explains how they differ.</summary>
    public Likeness? Likeness { get; init; }

    /// <summary>Whether the shapes are the same but for axes of size 1.</summary>
    public bool DiffersInUnitAxes { get; init; }

    /// <summary>A small picture of both; null where none was asked for, or there are no two to show.</summary>
    public TensorPicture? Picture { get; init; }

    /// <summary>What else is to be said, in a sentence.</summary>
    public string? Note { get; init; }

    /// <summary>A's name for it, or B's where A has none.</summary>
    public string Name => (A ?? B)!.Name;
}
