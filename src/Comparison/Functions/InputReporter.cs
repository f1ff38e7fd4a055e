using ScratchVsAutograd.Comparison.Gradcheck;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>Judges one input from all that was found out about it.</summary>
/// <param name="usual">The run in which every input needs a gradient.</param>
/// <param name="doubled">The same with twice the upstream gradients.</param>
/// <param name="contract">The runs that must not differ.</param>
/// <param name="cause">Says why a gradient is wrong.</param>
/// <param name="options">How much to list.</param>
internal sealed class InputReporter(
    Trial usual, Trial doubled, FunctionContract contract, FunctionCause cause, FunctionCheckOptions options)
{
    /// <summary>The report of an input whose elements were measured.</summary>
    public InputReport Report(MeasuredGradient measured, long[] shape)
    {
        var verdict = Verdict(measured);
        var wrong = measured.Out.ToList();
        return new InputReport
        {
            Name = measured.Name,
            Shape = [.. shape],
            Verdict = verdict,
            Count = measured.Elements.Count,
            Inconclusive = measured.Elements.Count - measured.Conclusive.Count(),
            OutOfTolerance = wrong.Count,
            MaxError = measured.Conclusive.Select(result => result.Element.ScratchError).Aggregate(0.0, Math.Max),
            Budget = measured.Conclusive.Select(Budget).Aggregate(0.0, Math.Max),
            Worst =
            [
                .. wrong.OrderByDescending(Budget).Take(options.WorstElements)
                    .Select(
                        result => new FunctionElement(
                            result.Element.Index, result.Element.Scratch, result.Element.FiniteDifference, Budget(result))),
            ],
            Explanations = verdict == FunctionVerdict.Origin && !IgnoresUpstream(measured) ? [.. cause.Of(measured, shape)] : [],
            Findings = [.. Findings(measured, verdict)],
        };
    }

    /// <summary>The report of an input where changes in place leave nothing to measure.</summary>
    public InputReport Unmeasured(string name, long[] shape) => new()
    {
        Name = name,
        Shape = [.. shape],
        Verdict = IsModified(name) ? FunctionVerdict.Modified : FunctionVerdict.Inconclusive,
        Count = shape.Aggregate(1L, (product, size) => product * size),
        Inconclusive = 0,
        OutOfTolerance = 0,
        MaxError = 0,
        Budget = 0,
        Findings = IsModified(name) ? [Modified(name)] : [$"{name} was not measured, as forward changes its inputs."],
    };

    private FunctionVerdict Verdict(MeasuredGradient measured)
    {
        var name = measured.Name;
        var isMissing = !usual.Gradients.ContainsKey(name);
        if (IsModified(name)) return FunctionVerdict.Modified;
        if (measured.Elements.Any(result => !double.IsFinite(result.Element.Scratch))) return FunctionVerdict.NonFinite;
        if (measured.Elements.Count > 0 && !measured.Conclusive.Any()) return FunctionVerdict.Inconclusive;
        if (measured.Out.Any()) return isMissing
            ? FunctionVerdict.Missing
            : usual.Repeats ? FunctionVerdict.Origin : FunctionVerdict.Unrepeatable;
        var found = contract.Findings.Where(finding => finding.Input == name).ToList();
        if (found.Count > 0) return found[0].Verdict;
        return measured.Elements.All(result => result.Element.Scratch == 0) ? FunctionVerdict.Zero : FunctionVerdict.Agree;
    }

    private IEnumerable<string> Findings(MeasuredGradient measured, FunctionVerdict verdict)
    {
        var sentence = verdict switch
        {
            FunctionVerdict.Origin when IgnoresUpstream(measured) =>
                $"The gradient of {measured.Name} ignores the upstream gradient: twice the upstream gradient gives the same one.",
            FunctionVerdict.Modified => Modified(measured.Name),
            FunctionVerdict.Missing => $"Backward returns no gradient for {measured.Name}, but the outputs depend on it.",
            FunctionVerdict.Unrepeatable => $"Two calls of backward in a row give two different gradients of {measured.Name}.",
            FunctionVerdict.Inconclusive =>
                $"Every element of {measured.Name} lies at a kink (ReLU at 0, a tie of a maximum), or the outputs are not finite; give the "
                    + "sample other values.",
            _ => null,
        };
        var contractual = contract.Findings
            .Where(finding => finding.Input == measured.Name
                && (finding.Verdict != FunctionVerdict.Unrepeatable || verdict != FunctionVerdict.Unrepeatable))
            .Select(finding => $"{char.ToUpperInvariant(finding.Sentence[0])}{finding.Sentence[1..]}");
        return sentence is null ? contractual : contractual.Prepend(sentence);
    }

    private bool IgnoresUpstream(MeasuredGradient measured) => FunctionCause.IgnoresUpstream(measured, Values(doubled, measured.Name));

    private bool IsModified(string name) => usual.ChangedByForward.Contains(name) || usual.ChangedByBackward.Contains(name);

    private string Modified(string name)
        => $"{(usual.ChangedByForward.Contains(name) ? "Forward" : "Backward")} changes {name} in place; work on a copy, or give the "
            + "function one.";

    private static double Budget(ElementResult result)
        => result.Element.ScratchError / result.Tolerance is var budget && double.IsNaN(budget) ? double.PositiveInfinity : budget;

    private static double[]? Values(Trial trial, string name)
        => trial.Gradients.GetValueOrDefault(name)?.contiguous().data<double>().ToArray();
}
