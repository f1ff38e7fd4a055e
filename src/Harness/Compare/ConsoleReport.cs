using ScratchVsAutograd.Harness.Output;
using Spectre.Console;

namespace ScratchVsAutograd.Harness.Compare;

/// <summary>The text report with colours, and with what only the command line knows in its header.</summary>
internal static class ConsoleReport
{
    public static void Write(IAnsiConsole console, ComparisonReport report, ReportContext context)
    {
        var width = Math.Min(console.Profile.Width, TextReport.DefaultWidth);
        console.WriteLines(TextReport.Lines(
            report, context.Seed, [("data", context.Data), ("versions", LibraryVersions.Text())], width, context.Rows, context.Legend));
        if (context.Numeric is null) return;
        console.WriteLine();
        console.WriteLines(NumericTable.Lines(context.Numeric, width));
    }
}
