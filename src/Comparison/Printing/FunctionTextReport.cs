using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Comparison.Text;
using static ScratchVsAutograd.Comparison.Text.Numbers;
using static ScratchVsAutograd.Comparison.Text.Sentences;

namespace ScratchVsAutograd;

/// <summary>
/// The report on a custom function for people: a header, a line an input, what is wrong, the worst elements, one closing sentence.
/// </summary>
public static class FunctionTextReport
{
    private const int WorstElements = 3;

    /// <summary>The whole report without colours.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="width">How long sentences may run, in characters; tables are as wide as they must be.</param>
    public static string Of(FunctionReport report, int width = TextReport.DefaultWidth)
    {
        ArgumentNullException.ThrowIfNull(report);
        return PlainText.Of(Printed(report), width);
    }

    /// <summary>What the report says.</summary>
    internal static PrintedReport Printed(FunctionReport report, TableRows rows = TableRows.Folded) => new()
    {
        Title = $"{report.Function} on cpu, float64, custom autograd function",
        Facts =
        [
            new("tolerance", $"|function - measured| <= error bar + {Short(report.RelativeTolerance)} * (rms + |measured|)"),
            .. report.ForwardPasses == 0
                ? []
                : new[]
                {
                    new Entry("measured", FormattableString.Invariant($"by finite differences, {report.ForwardPasses} forward passes")),
                },
        ],
        Table = new FoldedTable(rows).Of(report.Inputs, Columns, Row),
        Findings =
        [
            .. report.Failure is { } failure ? [new Entry("stopped", Sentence(failure))] : Array.Empty<Entry>(),
            .. report.Violations.Select(violation => new Entry("contract", Sentence(violation))),
            .. report.Inputs.SelectMany(input => Findings(report, input)),
            .. report.Remarks.Select(remark => new Entry("note", remark)),
        ],
        Worst = rows == TableRows.None ? null : Worst(report),
        Closing = Closing(report),
        Outcome = report.Agrees ? Tone.Good : Tone.Bad,
    };

    private static ImmutableArray<Table.Column> Columns { get; } =
        [new("input"), new("shape"), new("kinks", true), new("budget", true), new("max abs", true), new("out/of", true), new("verdict")];

    private static TensorRow<InputReport> Row { get; } = new(
        input => input.Name, input => input.Verdict.Passes(), input => input.Verdict.Word(),
        input =>
        [
            input.Name, TensorIndex.Tuple(input.Shape), .. Measurements([input]), input.Verdict.Word(),
        ],
        (name, shape, verdict, inputs) => [name, shape, .. Measurements(inputs), verdict]);

    private static string[] Measurements(IReadOnlyList<InputReport> inputs) =>
    [
        Count((ulong)inputs.Sum(input => input.Inconclusive)), Short(inputs.Max(input => input.Budget)),
        Short(inputs.Max(input => input.MaxError)),
        $"{Count((ulong)inputs.Sum(input => input.OutOfTolerance))}/{Count((ulong)inputs.Sum(input => input.Count))}",
    ];

    private static IEnumerable<Entry> Findings(FunctionReport report, InputReport input)
    {
        var places = string.Join(" or ", report.BackwardAt.Select(place => $"{place} ({place.Member})"));
        return
        [
            .. WhatHappens(input.Verdict) is { } what && places.Length > 0
                ? [new Entry("where", $"{input.Name} {what} in {places}.") { Place = report.BackwardAt[0] }]
                : Array.Empty<Entry>(),
            .. FindingsText.Why(input.Explanations),
            .. input.Findings.Select(finding => new Entry("why", finding)),
        ];
    }

    private static string? WhatHappens(FunctionVerdict verdict) => verdict switch
    {
        FunctionVerdict.Origin or FunctionVerdict.NonFinite => "goes wrong",
        FunctionVerdict.Missing => "gets no gradient",
        FunctionVerdict.Unrepeatable => "gets a different gradient each time",
        FunctionVerdict.Layout or FunctionVerdict.Needs => "gets a different gradient than before",
        _ => null,
    };

    private static Table? Worst(FunctionReport report) => report.Inputs.All(input => input.Worst.IsEmpty) ? null : new Table(
        [new("worst elements"), new("function", true), new("measured", true), new("budget", true), new("ratio", true)],
        [
            .. from input in report.Inputs
               from element in input.Worst.Take(WorstElements)
               select Table.Line(
                   Tone.Plain, $"{input.Name}{TensorIndex.Bracketed(TensorIndex.Unravel(element.Index, input.Shape))}",
                   Nine(element.Function), Nine(element.FiniteDifference), Short(element.Budget),
                   element.FiniteDifference == 0 ? "-" : Short(element.Function / element.FiniteDifference)),
        ]);

    /// <summary>The report in one sentence.</summary>
    internal static string Closing(FunctionReport report)
    {
        var wrong = report.Inputs.Where(input => !input.Verdict.Passes()).Select(input => input.Name).ToList();
        if (report.Agrees)
            return $"AGREE: backward is the derivative of forward, for {NameList.Short([.. report.Inputs.Select(input => input.Name)])}.";
        if (report.Failure is not null) return "DISAGREE: the function did not run to completion.";
        return wrong.Count == 0
            ? "DISAGREE: the numbers are right, but the function broke its contract."
            : $"DISAGREE: backward fails for {NameList.Short(wrong)}.";
    }

    private static string Nine(double value)
        => double.IsFinite(value)
            ? value.ToString("G9", System.Globalization.CultureInfo.InvariantCulture).ToLowerInvariant()
            : Short(value);
}
