namespace ScratchVsAutograd.Tests.Support;

/// <summary>Consistent numbers for a made-up pair of gradients, in double arithmetic. What writers write, not what decides.</summary>
internal static class MadeUpDiff
{
    public static TensorDiff Of(TensorSnapshot scratch, TensorSnapshot autograd, Tolerance tolerance)
    {
        var comparable = scratch.Dtype == autograd.Dtype && scratch.Shape.AsSpan().SequenceEqual(autograd.Shape.AsSpan());
        var elements = comparable ? Elements(scratch, autograd, tolerance) : [];
        var finite = elements.Where(element => double.IsFinite(element.Difference)).ToList();
        var largest = finite.MaxBy(element => Math.Abs(element.Difference));
        var outside = elements.Where(element => !(element.Budget <= 1)).ToList();
        return new TensorDiff
        {
            ScratchShape = scratch.Shape,
            AutogradShape = autograd.Shape,
            ScratchDtype = scratch.Dtype,
            AutogradDtype = autograd.Dtype,
            Tolerance = tolerance,
            Count = autograd.Count,
            OutOfTolerance = comparable ? outside.Count : autograd.Count,
            Exact = comparable && scratch.Bytes.SequenceEqual(autograd.Bytes),
            MaxAbs = comparable ? Math.Abs(largest?.Difference ?? 0) : double.NaN,
            MaxAbsIndex = largest?.Index,
            MaxRel = comparable ? finite.Select(Relative).DefaultIfEmpty(0).Max() : double.NaN,
            MaxUlp = comparable ? finite.Select(element => element.Ulp ?? 0).DefaultIfEmpty(0ul).Max() : ulong.MaxValue,
            Budget = comparable ? elements.Select(element => element.Budget).DefaultIfEmpty(0).Max() : double.NaN,
            Sensitivity = comparable ? finite.Select(element => Allowed(element.Autograd, tolerance)).DefaultIfEmpty(0).Max() : double.NaN,
            Blind = false,
            Scratch = Count(scratch.Elements()),
            Autograd = Count(autograd.Elements()),
            Worst = [.. outside.OrderByDescending(element => element.Budget).Take(5)],
        };
    }

    private static List<ElementDiff> Elements(TensorSnapshot scratch, TensorSnapshot autograd, Tolerance tolerance) =>
        [.. scratch.Elements().Zip(autograd.Elements()).Select((pair, index) => Element(index, pair.First, pair.Second, tolerance))];

    private static ElementDiff Element(int index, double scratch, double autograd, Tolerance tolerance)
    {
        var difference = Math.Abs(scratch - autograd);
        var finite = double.IsFinite(difference);
        var budget = scratch == autograd ? 0 : finite ? difference / Allowed(autograd, tolerance) : double.PositiveInfinity;
        return new(index, scratch, autograd, budget, finite ? Ulp((float)scratch, (float)autograd) : null);
    }

    private static double Allowed(double autograd, Tolerance tolerance) => tolerance.Absolute + tolerance.Relative * Math.Abs(autograd);

    private static double Relative(ElementDiff element) =>
        element.Difference == 0 ? 0 : Math.Abs(element.Difference / element.Autograd);

    // Right where both have the same sign, which is enough to have numbers to write.
    private static ulong Ulp(float scratch, float autograd) =>
        (ulong)Math.Abs((long)BitConverter.SingleToInt32Bits(scratch) - BitConverter.SingleToInt32Bits(autograd));

    private static Census Count(double[] values) => new(
        values.LongCount(double.IsNegativeInfinity),
        values.LongCount(value => double.IsFinite(value) && value < 0),
        values.LongCount(value => value == 0),
        values.LongCount(value => double.IsFinite(value) && value > 0),
        values.LongCount(double.IsPositiveInfinity),
        values.LongCount(double.IsNaN));
}
