using System.Globalization;
using System.Text;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Detectors;

/// <summary>Which detector catches how many of each class of mistake, as a Markdown table.</summary>
public static class DetectionTable
{
    /// <summary>One row a class, and the sums.</summary>
    /// <param name="cases">The wrong backward passes.</param>
    /// <param name="detectors">One column each.</param>
    /// <returns>Lines ending in \n. A cell says "caught of all"; a star marks cases whose right version is rejected, too.</returns>
    public static string Render(IEnumerable<WrongBackward> cases, IReadOnlyList<Detector> detectors)
    {
        ArgumentNullException.ThrowIfNull(detectors);
        var results = cases
            .Select(wrong => (wrong.BugClass, Found: detectors.Select(detector => detector.Judge(wrong)).ToArray()))
            .ToList();
        var text = new StringBuilder();
        Row(text, ["", "How it goes wrong", "Cases", .. detectors.Select(detector => detector.Name)]);
        Row(text, ["--:", "---", "--:", .. detectors.Select(_ => "--:")]);
        foreach (var group in results.GroupBy(result => result.BugClass).OrderBy(group => group.Key))
            Row(text, [Text(group.Key), WrongBackwardCatalog.BugClasses[group.Key - 1], .. Counts(group.Select(result => result.Found))]);
        Row(text, ["", "**all**", .. Counts(results.Select(result => result.Found))]);
        return text.ToString();
    }

    private static IEnumerable<string> Counts(IEnumerable<Detection[]> found)
    {
        var rows = found.ToList();
        return Enumerable.Range(0, rows[0].Length).Select(column => Cell(rows.Select(row => row[column]))).Prepend(Text(rows.Count));
    }

    private static string Cell(IEnumerable<Detection> found)
    {
        var counts = found.CountBy(detection => detection).ToDictionary();
        var caught = Text(counts.GetValueOrDefault(Detection.Caught));
        return counts.ContainsKey(Detection.RightOneRejectedToo) ? caught + "*" : caught;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Row(StringBuilder text, IEnumerable<string> cells)
        => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
