using ScratchVsAutograd.Comparison.Text;
using static ScratchVsAutograd.Comparison.Text.Sentences;

namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>What is wrong, where, who is right, why, and what to do: a few lines for each tensor at fault.</summary>
internal static class FindingsText
{
    private const int MostExplanations = 2;

    public static IEnumerable<Entry> Of(ComparisonReport report)
    {
        var atFault = report.Faults.Select(fault => report.Tensors.Single(tensor => tensor.Name == fault));
        return
        [
            .. Violations(report),
            .. report.Failure is { } failure ? [new Entry("stopped", $"The hand-written {failure}")] : Array.Empty<Entry>(),
            .. ForwardText.Disagreement(report) is { } forward ? [new Entry("forward", forward)] : Array.Empty<Entry>(),
            .. SameFindings.Groups(atFault, Key).SelectMany(ByOutcome).SelectMany(ByCause).SelectMany(tensors => Fault(report, tensors)),
            .. Witnessed(report),
            .. ReportNotes.Of(report).Select(sentence => new Entry("note", sentence)),
        ];
    }

    /// <summary>The explanations that are worth reading, one or the other.</summary>
    public static IEnumerable<Entry> Why(IReadOnlyList<Explanation> explanations)
    {
        foreach (var (index, explanation) in explanations.Index())
        {
            var either = explanations.Count > 1 && index == 0 ? "Either this or the next: " : "";
            yield return new(index == 0 ? "why" : "or", $"{either}{Sentence(explanation.Text)} {Sentence(explanation.Evidence)}")
            {
                Place = explanation.Source,
            };
            yield return new("fix", Sentence(explanation.Fix)) { Place = explanation.Source };
        }
    }

    // What is changed without having a gradient of its own is in no fault's list, its explanation neither.
    private static IEnumerable<Entry> Violations(ComparisonReport report)
        => SameFindings.Together(report.Violations, [.. report.Tensors.Select(tensor => tensor.Name)])
            .Select(sentence => new Entry("contract", sentence))
            .Concat(report.ViolationExplanations.Select(explanation => new Entry("fix", Sentence(explanation.Fix))).Distinct());

    private static IEnumerable<Entry> Witnessed(ComparisonReport report)
        => SameFindings.Cut(
                report.Witness.Where(testimony => !report.Faults.Contains(testimony.Tensor)),
                testimony => testimony.Says.ToString(), testimony => testimony.Tensor, testimony => testimony.Sentence)
            .Select(sentence => new Entry("who", sentence));

    // Of one line: those that the witness was not asked about are in the finding of those it was; of two outcomes, each is a finding.
    private static List<IReadOnlyList<TensorReport>> ByOutcome(IReadOnlyList<TensorReport> tensors)
    {
        var groups = SameFindings.Groups(tensors, tensor => $"{tensor.Testimony?.Says}").ToList();
        return groups.Count(group => group[0].Testimony is not null) > 1 ? groups : [tensors];
    }

    // Of one line with one outcome: those for which no cause was found are in the finding that has one; of two causes, each is a finding.
    private static List<IReadOnlyList<TensorReport>> ByCause(IReadOnlyList<TensorReport> tensors)
    {
        var groups = SameFindings.Groups(tensors, tensor => SameFindings.Key(Explanations(tensor), tensor.Name)).ToList();
        var isExplained = groups.ToLookup(group => Explanations(group[0]).Any());
        return isExplained[true].Count() > 1 ? groups : [[.. isExplained[true].Concat(isExplained[false]).SelectMany(group => group)]];
    }

    private static string Key(TensorReport tensor) => string.Join(
        '\n', tensor.Verdict, tensor.FaultAfter, tensor.FaultAt, IsLocated(tensor), SameFindings.Skeleton(Note(tensor), tensor.Name));

    private static IEnumerable<Entry> Fault(ComparisonReport report, IReadOnlyList<TensorReport> tensors)
    {
        var heard = tensors.Select(member => member.Testimony).OfType<Testimony>().ToList();
        return
        [
            new("where", Where(report, tensors)) { Place = tensors[0].FaultAt },
            .. heard.Count == 0
                ? []
                : new[] { new Entry("who", $"{heard[0].Sentence}{Others(heard.Count - 1)}") { Place = tensors[0].FaultAt } },
            .. Why([.. Explanations(tensors[0])]),
        ];
    }

    private static string Others(int others)
        => others == 0 ? "" : FormattableString.Invariant($" The outcome is the same for {others:N0} more.");

    // What an experiment or the contract proves needs no second opinion from the numbers.
    private static IEnumerable<Explanation> Explanations(TensorReport tensor)
        => tensor.Explanations.Take(tensor.Explanations is [{ Kind: not ExplanationKind.Signature }, ..] ? 1 : MostExplanations);

    private static string Where(ComparisonReport report, IReadOnlyList<TensorReport> tensors)
    {
        var tensor = tensors[0];
        var names = tensors.Select(member => member.Name).ToList();
        var place = (tensor.FaultAfter, tensor.FaultAt) switch
        {
            (_, null) => "",
            ({ } first, { } second) => $" between {first} and {Place(second)}",
            (null, { } line) => $"{(tensor.Verdict == Verdict.Missing ? "," : "")} in {Place(line)}",
        };
        var heirs = report.Tensors.Where(other => other.Origins.Any(names.Contains) && !names.Contains(other.Name))
            .Select(other => other.Name).ToList();
        var inherit = heirs.Count == 0 ? "" : $"; {NameList.Short(heirs)} {(heirs.Count == 1 ? "inherits" : "inherit")} the error";
        var same = names.Count == 1 ? "" : $"; {SameFindings.TheSameOf(names)}";
        var located = IsLocated(tensor) ? ", even though the upstream gradient it received is correct" : "";
        var what = WhatHappens(tensor.Verdict, isRead: tensor.FaultAt is not null);
        return $"{tensor.Name} {what}{place}{located}{same}{inherit}.{Note(tensor)}";
    }

    // Only a gradient that the isolated run found wrong is known to have been made from right ones.
    private static bool IsLocated(TensorReport tensor)
        => tensor is { Verdict: Verdict.Origin or Verdict.Unstable or Verdict.NonFinite, Isolated.AllClose: false };

    private static string WhatHappens(Verdict verdict, bool isRead) => verdict switch
    {
        Verdict.Missing when isRead => "has no gradient yet where it is read",
        Verdict.Missing => "gets no gradient",
        Verdict.Extra => "gets a gradient where autograd has none",
        Verdict.Shape => "gets a gradient of another shape",
        Verdict.Dtype => "gets a gradient of another dtype",
        Verdict.Modified => "is changed",
        Verdict.Unrepeatable => "gets a different gradient each time",
        Verdict.Unstable => "loses digits",
        _ => "goes wrong",
    };

    private static string Note(TensorReport tensor) => tensor.Note is { } note ? $" {Sentence(note)}" : "";

    private static string Place(SourceLocation line) => $"{line} ({line.Member})";
}
