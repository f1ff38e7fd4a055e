using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using ScratchVsAutograd.Files;
using ScratchVsAutograd.Harness.Diff.Causes;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>
/// Why two tensors differ. A factor, another order of axes or slices are looked for in all of a tensor and in every precision; what else
/// the signatures of wrong gradients know takes seconds for a million elements, so they see a part of a large tensor, which the sentences
/// name, and after so many elements no more is looked into. Where nothing fits, it is said how like the two are.
/// </summary>
/// <param name="time">How long the causes of all pairs may be sought.</param>
/// <param name="clock">What measures it.</param>
internal sealed class CauseFinder(TimeSpan time, TimeProvider clock)
{
    private const long MostOfOne = 1 << 16;

    private const long MostReordered = 1 << 22;

    private long left = 1 << 19;

    // What is spent on comparing is nobody's search.
    private TimeSpan spent;

    /// <summary>The report with what explains it; unexplored where there is no time for that.</summary>
    public PairReport Explained(PairReport report, PreparedPair pair)
    {
        var explained = report with { IsExplored = false };
        var start = clock.GetTimestamp();
        new Budget(time - spent, clock).Within(() => explained = Found(report, pair));
        spent += clock.GetElapsedTime(start);
        return explained;
    }

    private PairReport Found(PairReport report, PreparedPair pair)
    {
        if (pair.IsOfIntegers) return report;
        if (!pair.HasSameShape) return BySignature(WithLayout(report, pair), pair);
        using var scope = NewDisposeScope();
        var moments = Moments.Of(pair.A, pair.B);
        if (!moments.AreUsable) return BySignature(report, pair);
        var label = Label(report);
        report = WithLayout(report, pair);
        if (!report.Explanations.IsEmpty) return report;
        if (ScaleCause.Find(pair.A, pair.B, pair.Precision, moments, label) is { } scale) return report with { Explanations = [scale] };
        if (SliceOrderFinder.Find(pair.A, pair.B, pair.Precision) is { } found)
            return report with { Slices = found.Order, Explanations = [OrderCause.OfSlices(found.Order, found.Fit, pair.B.shape, label)] };
        report = BySignature(report, pair);
        if (report.Explanations.IsEmpty) report = WithScaledLayout(report, pair);
        return report.Explanations.IsEmpty ? report with { Likeness = LikenessFinder.Of(pair.A, pair.B, moments) } : report;
    }

    private static PairReport WithLayout(PairReport report, PreparedPair pair)
    {
        if (report.Layout is not { Agrees: true } layout) return report;
        using var scope = NewDisposeScope();
        return Fit.Of(Permutation.Apply(pair.A, layout.Order), pair.B, pair.Precision) is { } fit
            ? report with { Explanations = [OrderCause.OfAxes(layout.Order, fit, pair.B.numel(), Label(report))] }
            : report;
    }

    // Where a layout alone does not do, a loss scale may have come on top.
    private static PairReport WithScaledLayout(PairReport report, PreparedPair pair)
    {
        if (pair.A.dim() < 2 || pair.A.numel() > MostReordered) return report;
        foreach (var order in AxisOrders.Fitting(pair.A.shape, pair.B.shape).Where(order => !AxisOrders.IsIdentity(order)))
        {
            using var scope = NewDisposeScope();
            var ordered = Permutation.Apply(pair.A, order);
            if (ScaleCause.Find(
                ordered, pair.B, pair.Precision, Moments.Of(ordered, pair.B),
                $"{Label(report)}, once its axes are in the order {Permutation.Text(order)},") is { } scale)
                return report with { Layout = new Layout(order, Agrees: false, IsMultiple: true), Explanations = [scale] };
        }

        return report;
    }

    private PairReport BySignature(PairReport report, PreparedPair pair)
    {
        if (!report.Explanations.IsEmpty) return report;
        var (a, b, part) = Part(pair);
        var count = Math.Max(a.numel(), b.numel());
        if (count > Math.Min(left, MostOfOne)) return report with { IsExplored = false };
        if (!HalfPrecision.IsEnough(b, pair.Precision)) return report;
        left -= count;
        var gradient = new GradientUnderTest("B", a, b, Fit.Bound(pair.Precision))
        {
            Label = $"{Label(report)}{part}",
            Judged = "A",
            Reference = "B",
            Differs = Differs(a, b, pair.Precision),
        };
        return report with
        {
            Explanations = [.. HalfPrecision.Explain(gradient, pair.Precision).OrderBy(explanation => explanation.Complexity)
                .ThenBy(explanation => explanation.Residual)],
        };
    }

    // In float32 and float64 beside the largest element; of fewer digits a small element would never differ beside a large one.
    private static Tensor? Differs(Tensor a, Tensor b, ScalarType precision)
    {
        if (!a.shape.AsSpan().SequenceEqual(b.shape)) return null;
        var (wide, right) = (a.to(ScalarType.Float64), b.to(ScalarType.Float64));
        var scale = Math.Max(Comparison.Diagnosis.Match.Largest(wide), Comparison.Diagnosis.Match.Largest(right));
        var allowed = HalfPrecision.IsHalf(precision) ? right.abs() + 0.01 * scale : full_like(right, scale);
        return (wide - right).abs() > Fit.Bound(precision) * allowed;
    }

    private static string Label(PairReport report) => $"A's {FileFault.Shown(report.A!.Name)}";

    // As many of the first rows as may be looked at.
    private static (Tensor A, Tensor B, string Text) Part(PreparedPair pair)
    {
        if (pair.A.numel() <= MostOfOne || !pair.HasSameShape) return (pair.A, pair.B, "");
        var rows = Math.Max(1, MostOfOne / (pair.A.numel() / pair.A.shape[0]));
        return (pair.A.narrow(0, 0, rows), pair.B.narrow(0, 0, rows), FormattableString.Invariant($"[0:{rows}]"));
    }
}
