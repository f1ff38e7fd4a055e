using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diff;

/// <summary>
/// What a <see cref="TensorDiff"/> says of two tensors of one shape and dtype, one element at a time, each number straight from
/// its definition: computed in double, then rounded to the working precision, which for +, −, · and ÷ of float32 numbers is
/// the float32 result.
/// </summary>
internal sealed class SlowDiff
{
    private readonly Tolerance tolerance;
    private readonly TensorSnapshot scratch, autograd;

    private SlowDiff(Tensor scratch, Tensor autograd, Tolerance tolerance)
    {
        this.tolerance = tolerance;
        (this.scratch, this.autograd) = (TensorSnapshot.Of(scratch), TensorSnapshot.Of(autograd));
    }

    public static TensorDiff Compare(Tensor scratch, Tensor autograd, Tolerance tolerance, int worst = 5) =>
        new SlowDiff(scratch, autograd, tolerance).Compare(worst);

    private TensorDiff Compare(int worst)
    {
        var all = Enumerable.Range(0, (int)autograd.Count).ToList();
        var finite = all.Where(i => double.IsFinite(scratch[i]) && double.IsFinite(autograd[i])).ToList();
        var outside = all.Where(i => !IsClose(scratch[i], autograd[i])).ToList();
        var maxAbs = finite.Select(Difference).DefaultIfEmpty(0).Max();
        return new()
        {
            ScratchShape = scratch.Shape,
            AutogradShape = autograd.Shape,
            ScratchDtype = scratch.Dtype,
            AutogradDtype = autograd.Dtype,
            Tolerance = tolerance,
            Count = autograd.Count,
            OutOfTolerance = outside.Count,
            Exact = scratch.Bytes.SequenceEqual(autograd.Bytes),
            MaxAbs = maxAbs,
            MaxAbsIndex = finite.Count == 0 ? null : finite.First(i => Difference(i) == maxAbs),
            MaxRel = finite.Select(i => Ratio(Difference(i), Math.Abs(autograd[i]))).DefaultIfEmpty(0).Max(),
            MaxUlp = finite.Select(Ulp).DefaultIfEmpty(0ul).Max(),
            Budget = all.Select(Budget).DefaultIfEmpty(0).Max(),
            Sensitivity = all.Where(i => double.IsFinite(autograd[i])).Select(i => Allowed(autograd[i])).DefaultIfEmpty(0).Max(),
            Blind = all.All(i => IsClose(0, autograd[i])) && all.Exists(i => autograd[i] != 0),
            Scratch = Count(all.Select(i => scratch[i])),
            Autograd = Count(all.Select(i => autograd[i])),
            Worst = [.. outside.OrderByDescending(Budget).ThenBy(i => i).Take(worst).Select(Element)],
        };
    }

    private ElementDiff Element(int i)
    {
        var finite = double.IsFinite(scratch[i]) && double.IsFinite(autograd[i]);
        return new(i, scratch[i], autograd[i], Budget(i), finite ? Ulp(i) : null);
    }

    private bool IsClose(double s, double a) =>
        s == a
        || (tolerance.EqualNaN && double.IsNaN(s) && double.IsNaN(a))
        || (double.IsFinite(Round(s - a)) && Math.Abs(Round(s - a)) <= Allowed(a));

    private double Budget(int i)
    {
        var (s, a) = (scratch[i], autograd[i]);
        if (double.IsNaN(s) && double.IsNaN(a))
            return tolerance.EqualNaN ? 0 : double.PositiveInfinity;
        if (s == a)
            return 0;
        return double.IsFinite(Round(s - a)) ? Ratio(Difference(i), Allowed(a)) : double.PositiveInfinity;
    }

    private double Difference(int i) => Math.Abs(Round(scratch[i] - autograd[i]));

    private double Allowed(double a) => Round(Round(tolerance.Absolute) + Math.Abs(Round(Round(tolerance.Relative) * a)));

    private double Ratio(double difference, double of) => difference == 0 ? 0 : Round(difference / of);

    private double Round(double exact) => autograd.Dtype == ScalarType.Float64 ? exact : (float)exact;

    private ulong Ulp(int i) => (ulong)Int128.Abs(Rank(scratch[i]) - Rank(autograd[i]));

    /// <summary>The number of representable values between 0 and x, negative below 0.</summary>
    private Int128 Rank(double x)
    {
        Int128 rank = autograd.Dtype switch
        {
            ScalarType.Float64 => BitConverter.DoubleToInt64Bits(Math.Abs(x)),
            ScalarType.Float32 => BitConverter.SingleToInt32Bits(Math.Abs((float)x)),
            ScalarType.Float16 => BitConverter.HalfToInt16Bits(Half.Abs((Half)x)),
            _ => BitConverter.SingleToInt32Bits(Math.Abs((float)x)) >> 16,
        };
        return x < 0 ? -rank : rank;
    }

    private static Census Count(IEnumerable<double> values) => new(
        values.LongCount(double.IsNegativeInfinity),
        values.LongCount(x => double.IsFinite(x) && x < 0),
        values.LongCount(x => x == 0),
        values.LongCount(x => double.IsFinite(x) && x > 0),
        values.LongCount(double.IsPositiveInfinity),
        values.LongCount(double.IsNaN));
}
