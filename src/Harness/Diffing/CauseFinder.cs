using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diffing;

/// <summary>
/// Asks the signatures of wrong gradients why two tensors differ. They sort and copy in float64, seconds for a million elements: of a
/// large tensor they see a part, which the sentences name, and after so many elements no more is looked into.
/// </summary>
internal sealed class CauseFinder
{
    private const long MostOfOne = 1 << 16;

    private long left = 1 << 19;

    /// <summary>The report with what explains it.</summary>
    public PairReport Explained(PairReport report, PreparedPair pair)
    {
        if (pair.IsOfIntegers) return report;
        var (a, b, part) = Part(pair);
        var count = Math.Max(a.numel(), b.numel());
        if (count > Math.Min(left, MostOfOne)) return report with { IsExplored = false };
        left -= count;
        var gradient = new GradientUnderTest("B", a, b, Match.Bound(pair.Precision))
        {
            Label = $"A's {report.A!.Name}{part}",
            Judged = "A",
            Reference = "B",
        };
        return report with
        {
            Explanations = [.. SignatureHypotheses.Explain(gradient).OrderBy(explanation => explanation.Complexity).ThenBy(explanation => explanation.Residual)],
        };
    }

    // As many of the first rows as may be looked at.
    private static (Tensor A, Tensor B, string Text) Part(PreparedPair pair)
    {
        if (pair.A.numel() <= MostOfOne || !pair.HasSameShape) return (pair.A, pair.B, "");
        var rows = Math.Max(1, MostOfOne / (pair.A.numel() / pair.A.shape[0]));
        return (pair.A.narrow(0, 0, rows), pair.B.narrow(0, 0, rows), FormattableString.Invariant($"[0:{rows}]"));
    }
}
