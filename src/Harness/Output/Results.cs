using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>What <c>compare</c>, <c>check</c> or <c>diff</c> found, for whatever is to be written of it.</summary>
/// <param name="Printed">The report for people; several where there are several parts.</param>
/// <param name="Record">The immutable record: a <see cref="ComparisonReport"/>, a diff's, or the outcomes of a check.</param>
/// <param name="Json">Writes the record as JSON.</param>
internal sealed record Results(ImmutableArray<PrintedReport> Printed, object Record, Action<Stream> Json);
