using System.Text;
using ScratchVsAutograd.Comparison.Json;
using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>Where assertions that fail leave a page each: an artifact for a build to keep.</summary>
/// <param name="folder">Made where it is not there.</param>
internal sealed class FailurePages(string folder)
{
    /// <summary>The environment variable that asks for them.</summary>
    public const string Variable = "SCRATCH_VS_AUTOGRAD_HTML";

    // One name for each page of this process: two tests may check computations of one name.
    private static readonly HashSet<string> Written = [];

    /// <summary>What was asked for; null where nothing was.</summary>
    public static FailurePages? Asked(ComparisonOptions options)
        => (options.PageFolder ?? Environment.GetEnvironmentVariable(Variable)) is { Length: > 0 } folder
            ? new FailurePages(Path.GetFullPath(folder))
            : null;

    /// <summary>Writes the page of a comparison, whole or not at all.</summary>
    /// <returns>Where; null where it cannot be written, which must not hide what failed.</returns>
    public string? Write(ComparisonReport report)
    {
        var path = Path.Combine(folder, NameFor(report.Computation));
        try
        {
            Directory.CreateDirectory(folder);
            var unfinished = $"{path}.{Environment.ProcessId}.tmp";
            using (var output = File.Create(unfinished)) Write(output, report);
            File.Move(unfinished, path, overwrite: true);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Write(Stream output, ComparisonReport report)
    {
        var printed = TextReport.Printed(report);
        var content = new PageContent
        {
            Kind = "test",
            Title = printed.Title,
            Answer = printed.Closing,
            Agrees = report.Agrees,
            Parts = [ComparisonPart.Of(report, printed, new SourceFilesOnDisk())],
        };
        using var json = new MemoryStream();
        JsonReport.Write(json, report, new ReportContext(Seed: null, Data: "", Command: ""));
        HtmlPage.Write(output, content, PlainText.Of(printed, TextReport.DefaultWidth), Encoding.UTF8.GetString(json.ToArray()));
    }

    private static string NameFor(string computation)
    {
        var name = new string([.. computation.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '_')]);
        lock (Written)
        {
            for (var number = 1; ; number++)
            {
                var file = number == 1 ? $"{name}.html" : FormattableString.Invariant($"{name}-{number}.html");
                if (Written.Add(file)) return file;
            }
        }
    }
}
