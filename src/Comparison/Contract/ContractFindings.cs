using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Contract;

/// <summary>What a backward did that no backward may, apart from wrong numbers.</summary>
/// <param name="Modified">Tensors that backward changed, or whose gradient it changed.</param>
/// <param name="Unrepeatable">Tensors whose gradient is another at a second run.</param>
/// <param name="LayoutDependent">Tensors whose gradient depends on how the upstream gradient lies in memory.</param>
/// <param name="Warnings">What is allowed and still worth a look, a sentence each.</param>
internal sealed record ContractFindings(
    ImmutableDictionary<string, Modification> Modified,
    ImmutableHashSet<string> Unrepeatable,
    ImmutableHashSet<string> LayoutDependent,
    ImmutableArray<string> Warnings);
