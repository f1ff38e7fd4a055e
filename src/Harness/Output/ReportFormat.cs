using System.Collections.Immutable;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>
/// A kind of file that a report is written as. Each is an option of <c>compare</c>, <c>check</c> and <c>diff</c>: a new one is a file and a
/// line in <see cref="All"/>.
/// </summary>
/// <param name="Option">Such as <c>--json</c>; it takes a file, or <c>-</c> for standard output.</param>
/// <param name="Description">What <c>--help</c> says of it.</param>
/// <param name="Write">Writes the file; the same results give the same bytes.</param>
internal sealed record ReportFormat(string Option, string Description, Action<Stream, Results> Write)
{
    /// <summary>The option for a page, for which more is kept.</summary>
    public const string Page = "--html";

    /// <summary>Whether one of those that were asked for shows pictures of the tensors.</summary>
    public static bool NeedsPictures(IEnumerable<OutputFile> asked) => asked.Any(file => file is { Option: Page, Path: not null });

    /// <summary>All of them.</summary>
    public static ImmutableArray<ReportFormat> All { get; } =
    [
        new(
            "--json", "Write the report as JSON; - writes it to standard output, in place of the text",
            (output, results) => results.Json(output)),
        new(
            Page, "Write the report as one HTML page, to look at: it needs no network and no other file",
            (output, results) => results.Html(output)),
    ];
}
