using ScratchVsAutograd.Comparison;
using ScratchVsAutograd.Comparison.Diff;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>What a line of numbers cannot say: sentences on single tensors and on the run.</summary>
internal static class ReportNotes
{
    public static IEnumerable<string> Of(ComparisonReport report)
    {
        if (report.Failure is { } failure) yield return failure;
        if (!double.IsFinite(report.Loss))
            yield return $"The loss itself is {Numbers.Exact(report.Loss)}: the forward pass left the numbers of this dtype.";
        foreach (var tensor in report.Tensors)
        {
            foreach (var sentence in Sentences(tensor)) yield return $"{tensor.Name}: {sentence}";
        }
    }

    private static IEnumerable<string> Sentences(TensorReport tensor)
    {
        if (tensor.Note is { } note) yield return note;
        if (tensor.Verdict == Verdict.Missing && tensor.Note is null) yield return "backward wrote no gradient, and autograd's is not zero.";
        if (tensor.Verdict == Verdict.Extra) yield return "backward wrote a gradient that is not zero, and autograd has none.";
        if (tensor.Diff is not { } diff) yield break;
        if (tensor.Verdict == Verdict.NonFinite)
        {
            yield return $"scratch has {Kinds(diff.Scratch)}, autograd {Kinds(diff.Autograd)}.";
        }

        if (diff.Blind)
            yield return "an all-zero gradient would have passed too: the tolerance is larger than every element, so agreement says nothing. "
                + $"Only an error above {Numbers.Short(diff.Sensitivity)} would have been caught; lower --atol.";
    }

    private static string Kinds(Census census)
        => $"{census.NaN} NaN, {census.PositiveInfinity} +inf, {census.NegativeInfinity} -inf of {census.Count}";
}
