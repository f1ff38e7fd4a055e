using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Harness.Compare;

/// <summary>The report of a comparison with what only the command line knows.</summary>
internal static class ConsoleReport
{
    public static ImmutableArray<PrintedReport> Of(ComparisonReport report, ReportContext context) =>
    [
        TextReport.Printed(
            report, context.Seed, context.Rows, context.Legend, new Entry("data", context.Data) { IsVerbatim = true },
            new Entry("versions", LibraryVersions.Text())),
        .. context.Numeric is { } numeric ? [NumericTable.Of(numeric)] : Array.Empty<PrintedReport>(),
    ];
}
