using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diagnosis.Contract;
using ScratchVsAutograd.Comparison.Diagnosis.Contributions;
using ScratchVsAutograd.Comparison.Diagnosis.Experiments;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>
/// The hypotheses on how a gradient was put together: what backward did, which uses it counted, what it multiplied.
/// </summary>
internal static class StructureHypotheses
{
    /// <summary>Those that look at what backward did, or count its terms: they cost little.</summary>
    public static ImmutableArray<Hypothesis> OfWhatWasDone { get; } =
    [
        new CounterfactualAgrees(),
        new NeverWritten(), new ReadTooEarly(), new InputModified(), new MemoryShared(), new Unrepeatable(), new LayoutDependent(),
        new DigitsLost(), new NotFinite(),
        new TermCountedTwice(), new UsesMiscounted(),
    ];

    /// <summary>Those that run backward again and again, or try every product.</summary>
    public static ImmutableArray<Hypothesis> OfFormulas { get; } =
    [
        new UpstreamIgnored(), new LeftOver(),
        new FormulaLookup(),
        new UseOverwritten(),
    ];

    /// <summary>All of them.</summary>
    public static ImmutableArray<Hypothesis> All { get; } = [.. OfWhatWasDone, .. OfFormulas];
}
