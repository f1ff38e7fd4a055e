using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>What neither the numbers nor the findings say: sentences on single tensors and on the run.</summary>
internal static class ReportNotes
{
    public static IEnumerable<string> Of(ComparisonReport report)
    {
        foreach (var remark in report.Remarks) yield return remark;
        var insensitive = report.Tensors.Where(tensor => tensor.Diff is { Comparable: true, IsDominated: true });
        foreach (var tensors in insensitive.Where(tensor => tensor.Verdict != Verdict.Zero).GroupBy(tensor => tensor.HeldToItsScale))
            yield return Insensitive([.. tensors], tensors.Key);
        // What backward did not reach before it stopped is said together.
        var notes = from tensor in report.Tensors
                    where report.Failure is null || tensor.Verdict != Verdict.Missing
                    from sentence in Sentences(tensor)
                    select (Tensor: tensor, Sentence: sentence);
        foreach (var note in SameFindings.Cut(notes, note => note.Tensor.Verdict.Word(), note => note.Tensor.Name, note => note.Sentence))
            yield return note;
    }

    private static IEnumerable<string> Sentences(TensorReport tensor)
    {
        if (tensor.Verdict == Verdict.Missing && tensor.Note is null)
            yield return "backward wrote no gradient, but autograd's is not zero.";
        if (tensor.Verdict == Verdict.Extra) yield return "backward wrote a gradient that is not zero, but autograd has none.";
        if (tensor.Diff is not { } diff) yield break;
        if (tensor.Verdict == Verdict.NonFinite) yield return $"scratch has {Kinds(diff.Scratch)}, autograd {Kinds(diff.Autograd)}.";
        if (PrecisionSentence(tensor) is { } precision) yield return precision;
    }

    private static string Insensitive(IReadOnlyList<TensorReport> tensors, bool held)
    {
        List<string> caught = [.. tensors.Select(tensor => $"{tensor.Name} {Numbers.Short(tensor.Diff!.Sensitivity)}")];
        List<string> blind = [.. tensors.Where(tensor => tensor.Diff!.Blind).Select(tensor => tensor.Name)];
        return "The tolerance is large compared with some gradients: it would have caught a single wrong element only above "
            + $"{NameList.Short(caught)}"
            + $"{(blind.Count > 0 ? $", and an all-zero gradient would have passed for {NameList.Short(blind)}" : "")}. "
            + (held
                ? "These were judged relative to their own scale, in float64, instead."
                : "Float64 could not be asked, so what is smaller was not judged.");
    }

    // One rounding to the dtype is all that "0.0" stands for.
    private static string Lost(PrecisionEvidence precision)
        => Digits(precision.ScratchDigitsLost) == "0.0" && Digits(precision.AutogradDigitsLost) == "0.0"
            ? "neither side lost more than its last digit"
            : $"digits lost: scratch {Digits(precision.ScratchDigitsLost)}, autograd {Digits(precision.AutogradDigitsLost)}";

    private static string? PrecisionSentence(TensorReport tensor) => (tensor.Verdict, tensor.Precision) switch
    {
        (Verdict.Rounding, { } precision) =>
            $"out of tolerance only because of rounding: in float64 the two agree; {Lost(precision)}.",
        (Verdict.Unstable, { } precision) =>
            $"in float64 the two agree, but scratch lost {Digits(precision.ScratchDigitsLost)} digits where autograd lost "
                + $"{Digits(precision.AutogradDigitsLost)}.",
        (Verdict.Reference, { } precision) => Reference(tensor, precision),
        _ => null,
    };

    private static string Reference(TensorReport tensor, PrecisionEvidence precision)
    {
        // Scratch made the same of autograd's upstream gradients.
        var inherits = tensor.Isolated is { AllClose: true } ? ", because the upstream gradient it was computed from is" : "";
        var error = double.IsFinite(precision.AutogradError)
            ? $"it is off by {Numbers.Short(precision.AutogradError)}, relative to the scale of its float64 gradient"
            : "it is not finite, although its float64 gradient is";
        return $"autograd's own gradient is wrong here{inherits}: {error}; scratch's is off by {Numbers.Short(precision.ScratchError)}.";
    }

    private static string Digits(double digits) => digits.ToString("F1", System.Globalization.CultureInfo.InvariantCulture);

    private static string Kinds(Census census)
        => $"{census.NaN} NaN, {census.PositiveInfinity} +inf, {census.NegativeInfinity} -inf of {census.Count}";
}
