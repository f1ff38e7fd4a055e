using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>The immutable outcome of a diff; every output is a writer over it.</summary>
internal sealed record DiffReport
{
    /// <summary>What is judged.</summary>
    public required SideReport A { get; init; }

    /// <summary>The reference.</summary>
    public required SideReport B { get; init; }

    /// <summary>The pairs in A's order, and then what only B has.</summary>
    public required ImmutableArray<PairReport> Pairs { get; init; }

    /// <summary>What each floating-point dtype that was compared was held to.</summary>
    public required ImmutableArray<(ScalarType Dtype, Tolerance Tolerance)> Tolerances { get; init; }

    /// <summary>What to type to have more tensors compared, or compared as they were meant, a sentence each.</summary>
    public ImmutableArray<string> Suggestions { get; init; } = [];

    /// <summary>Lines for a names file that would pair what is left over.</summary>
    public ImmutableArray<(string A, string B)> SuggestedNames { get; init; } = [];

    /// <summary>What has to be typed beside those names, because layouts differ; empty where they do not.</summary>
    public string SuggestedOptions { get; init; } = "";

    /// <summary>Whether every pair passes.</summary>
    public bool Agrees => Pairs.All(pair => pair.Verdict.Passes());
}
