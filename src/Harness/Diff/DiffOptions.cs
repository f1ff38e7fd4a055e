using System.Collections.Immutable;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>How two sets of stored tensors are to be compared.</summary>
internal sealed record DiffOptions
{
    /// <summary>Relative tolerance; null for that of the dtype.</summary>
    public double? Rtol { get; init; }

    /// <summary>Absolute tolerance; null for that of the dtype.</summary>
    public double? Atol { get; init; }

    /// <summary>A file of name pairs, or null.</summary>
    public string? NamesFile { get; init; }

    /// <summary>Rewritings that make B's names of A's, applied one after the other.</summary>
    public ImmutableArray<NameRule> Rules { get; init; } = [];

    /// <summary>How axes of A's tensors are to be ordered before they are compared.</summary>
    public ImmutableArray<Permutation> Permutations { get; init; } = [];

    /// <summary>How slices along an axis of A's tensors are to be ordered after that, one order after the other.</summary>
    public ImmutableArray<OrderRule> Orders { get; init; } = [];

    /// <summary>Names that take no part, on either side.</summary>
    public ImmutableArray<Glob> Ignored { get; init; } = [];

    /// <summary>Which values of a dump are meant, for A and for B; null where none was asked for.</summary>
    public (string A, string B)? DumpSides { get; init; }

    /// <summary>Whether axes of size 1 are left out.</summary>
    public bool Squeeze { get; init; }

    /// <summary>Whether tensors of two dtypes are compared in the wider one, held to the tolerance of the less precise one.</summary>
    public bool Cast { get; init; }

    /// <summary>How long the causes of all that differs may be sought; zero to seek none.</summary>
    public TimeSpan WhyTime { get; init; } = new ComparisonOptions().WhyTime;

    /// <summary>What that is measured by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How many of the elements out of tolerance are listed.</summary>
    public int WorstElements { get; init; } = 5;

    /// <summary>Whether to keep small pictures of the tensors.</summary>
    public bool KeepPictures { get; init; }
}
