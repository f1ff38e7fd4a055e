using ScratchVsAutograd.Harness.Ops.Checks;
using ScratchVsAutograd.Scratch.Catalogue;

namespace ScratchVsAutograd.Harness.Ops;

/// <summary>What came of one check of one op.</summary>
/// <param name="Row">The op.</param>
/// <param name="Check">The check.</param>
/// <param name="Faults">See <see cref="OpCheck.Faults"/>.</param>
internal sealed record OpResult(OpRow Row, OpCheck Check, IReadOnlyList<string>? Faults);
