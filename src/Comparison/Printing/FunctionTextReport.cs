using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Comparison.Text;
using static ScratchVsAutograd.Comparison.Text.Numbers;
using static ScratchVsAutograd.Comparison.Text.WrappedText;

namespace ScratchVsAutograd;

/// <summary>The report on a custom function for people: a header, a line an input, what is wrong, the worst elements, one closing sentence.</summary>
public static class FunctionTextReport
{
    private const int WorstElements = 3;

    /// <summary>The whole report without colours.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="width">How long sentences may run, in characters; tables are as wide as they must be.</param>
    public static string Of(FunctionReport report, int width = TextReport.DefaultWidth)
        => string.Join('\n', Lines(report, width).Select(line => line.Text)) + "\n";

    /// <summary>The report line by line.</summary>
    internal static IEnumerable<TextLine> Lines(FunctionReport report, int width, TableRows rows = TableRows.Folded)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            .. Block(Header(report)),
            .. Block(Inputs(report, rows)),
            .. Block(Findings(report, width)),
            .. rows == TableRows.None ? [] : Block(Worst(report)),
            .. WrappedText.Lines("", Closing(report), width, report.Agrees ? Tone.Good : Tone.Bad),
        ];
    }

    private static IEnumerable<TextLine> Header(FunctionReport report)
    {
        yield return new($"{report.Function} on cpu, float64, custom autograd function", Tone.Heading);
        yield return new($"tolerance |function - measured| <= error bar + {Short(report.RelativeTolerance)} * (rms + |measured|)");
        if (report.ForwardPasses > 0)
            yield return new(FormattableString.Invariant($"measured  by finite differences, {report.ForwardPasses} forward passes"));
    }

    private static IEnumerable<TextLine> Inputs(FunctionReport report, TableRows rows) => new FoldedTable(rows).Lines(
        report.Inputs,
        new TextTable(new("input"), new("shape"), new("kinks", true), new("budget", true), new("max abs", true), new("out/of", true), new("verdict")),
        input => input.Verdict.Passes(),
        input => input.Verdict.Word(),
        input =>
        [
            input.Name, TensorIndex.Tuple(input.Shape), Count((ulong)input.Inconclusive), Short(input.Budget), Short(input.MaxError),
            $"{Count((ulong)input.OutOfTolerance)}/{Count((ulong)input.Count)}", input.Verdict.Word(),
        ]);

    private static IEnumerable<TextLine> Findings(FunctionReport report, int width)
        => (report.Failure is { } failure ? [("stopped", Sentence(failure))] : Array.Empty<(string Label, string Text)>())
            .Concat(report.Violations.Select(violation => ("contract", Sentence(violation))))
            .Concat(report.Inputs.SelectMany(input => Findings(report, input)))
            .Concat(report.Remarks.Select(remark => ("note", remark)))
            .SelectMany(finding => WrappedText.Lines($"{finding.Item1,-9} ", finding.Item2, width));

    private static IEnumerable<(string Label, string Text)> Findings(FunctionReport report, InputReport input)
    {
        if (WhatHappens(input.Verdict) is { } what && !report.BackwardAt.IsEmpty)
            yield return ("where", $"{input.Name} {what} in {string.Join(" or ", report.BackwardAt.Select(place => $"{place} ({place.Member})"))}.");
        foreach (var (index, explanation) in input.Explanations.Index())
        {
            var either = input.Explanations.Length > 1 && index == 0 ? "Either this or the next: " : "";
            yield return (index == 0 ? "why" : "or", $"{either}{Sentence(explanation.Text)} {Sentence(explanation.Evidence)}");
            yield return ("fix", Sentence(explanation.Fix));
        }

        foreach (var finding in input.Findings) yield return ("why", finding);
    }

    private static string? WhatHappens(FunctionVerdict verdict) => verdict switch
    {
        FunctionVerdict.Origin or FunctionVerdict.NonFinite => "goes wrong",
        FunctionVerdict.Missing => "gets no gradient",
        FunctionVerdict.Unrepeatable => "gets a different gradient each time",
        FunctionVerdict.Layout or FunctionVerdict.Needs => "gets a different gradient than before",
        _ => null,
    };

    private static IEnumerable<TextLine> Worst(FunctionReport report)
    {
        if (report.Inputs.All(input => input.Worst.IsEmpty)) return [];
        var table = new TextTable(new("worst elements"), new("function", true), new("measured", true), new("budget", true), new("ratio", true));
        foreach (var input in report.Inputs)
        {
            foreach (var element in input.Worst.Take(WorstElements))
            {
                table.Add(
                    Tone.Plain, $"{input.Name}{TensorIndex.Bracketed(TensorIndex.Unravel(element.Index, input.Shape))}",
                    Nine(element.Function), Nine(element.FiniteDifference), Short(element.Budget),
                    element.FiniteDifference == 0 ? "-" : Short(element.Function / element.FiniteDifference));
            }
        }

        return table.Lines;
    }

    /// <summary>The report in one sentence.</summary>
    internal static string Closing(FunctionReport report)
    {
        var wrong = report.Inputs.Where(input => !input.Verdict.Passes()).Select(input => input.Name).ToList();
        if (report.Agrees) return $"AGREE: backward is the derivative of forward, for {NameList.Short([.. report.Inputs.Select(input => input.Name)])}.";
        if (report.Failure is not null) return "DISAGREE: the function did not run to completion.";
        return wrong.Count == 0
            ? "DISAGREE: the numbers are right, but the function broke its contract."
            : $"DISAGREE: backward fails for {NameList.Short(wrong)}.";
    }

    private static string Nine(double value) => double.IsFinite(value) ? value.ToString("G9", System.Globalization.CultureInfo.InvariantCulture).ToLowerInvariant() : Short(value);
}
