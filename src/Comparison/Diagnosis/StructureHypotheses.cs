using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diagnosis.Contract;
using ScratchVsAutograd.Comparison.Diagnosis.Contributions;
using ScratchVsAutograd.Comparison.Diagnosis.Experiments;
using ScratchVsAutograd.Comparison.Diagnosis.Formulas;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>
/// The hypotheses on how a gradient was put together: what backward did, which uses it counted, what it multiplied.
/// </summary>
internal static class StructureHypotheses
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<Hypothesis> All { get; } =
    [
        new CounterfactualAgrees(),
        new NeverWritten(), new ReadTooEarly(), new InputModified(), new MemoryShared(), new Unrepeatable(), new LayoutDependent(),
        new DigitsLost(), new NotFinite(),
        new TermCountedTwice(), new UsesMiscounted(), new UseOverwritten(),
        new UpstreamIgnored(), new LeftOver(),
        new FactorTurned(), new WrongTensorInProduct(), new WrongTensorElementwise(),
        new DiagonalOnly(), new TermAlongAxis(), new ProductTerm(), new FactorTakenForConstant(),
        new FormulaLookup(),
    ];
}
