using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Page;
using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>What <c>compare</c>, <c>check</c> or <c>diff</c> found, for whatever is to be written of it.</summary>
/// <param name="Printed">The report for people; several where there are several parts.</param>
/// <param name="Record">The immutable record: a <see cref="ComparisonReport"/>, a diff's, or the outcomes of a check.</param>
/// <param name="Json">Writes the record as JSON.</param>
/// <param name="Page">What a page shows of it; asked only where one is written.</param>
internal sealed record Results(ImmutableArray<PrintedReport> Printed, object Record, Action<Stream> Json, Func<PageContent> Page)
{
    /// <summary>Writes it as an HTML page.</summary>
    public void Html(Stream output)
    {
        var text = PlainText.Lines(Printed, TextReport.DefaultWidth).Select(line => line.Text);
        HtmlPage.Write(output, Page(), string.Join('\n', text), OutputFile.Text(Json));
    }
}
