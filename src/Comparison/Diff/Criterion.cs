using System.Numerics;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>
/// The decision on one element, as <c>torch.isclose</c> takes it: s = a, or |s − a| is finite and at most atol + |rtol·a|.
/// Every product, sum and difference is rounded to <typeparamref name="T"/>, and so are the two tolerances, because that is
/// what torch does; in exact arithmetic elements at the very edge would be decided otherwise.
/// </summary>
/// <typeparam name="T">
/// The working precision: double for float64, float for everything else. Half-width tensors are widened to float32 first, which
/// is exact: in their own arithmetic the tolerance itself would be rounded to two or three digits, and 1e-8 to zero in float16.
/// </typeparam>
internal readonly struct Criterion<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool equalNaN;

    public Criterion(Tolerance tolerance)
    {
        Relative = T.CreateSaturating(tolerance.Relative);
        Absolute = T.CreateSaturating(tolerance.Absolute);
        equalNaN = tolerance.EqualNaN;
    }

    /// <summary>rtol in working precision.</summary>
    public T Relative { get; }

    /// <summary>atol in working precision.</summary>
    public T Absolute { get; }

    /// <summary>atol + |rtol·a|; for a finite a never NaN.</summary>
    public T Allowed(T a) => Absolute + T.Abs(Relative * a);

    /// <summary>Whether the element is within tolerance.</summary>
    public bool IsClose(T s, T a)
    {
        var difference = T.Abs(s - a);
        return IsEqual(s, a) || (T.IsFinite(difference) && difference <= Allowed(a));
    }

    /// <summary>
    /// |s − a| / (atol + |rtol·a|): above 1 exactly where the element is out of tolerance, for a correctly rounded quotient of two
    /// numbers of the same precision is above 1 exactly where the first is the larger. Never NaN.
    /// </summary>
    public T Budget(T s, T a)
    {
        var difference = T.Abs(s - a);
        if (IsEqual(s, a))
            return T.Zero;
        return T.IsFinite(difference) ? difference / Allowed(a) : T.PositiveInfinity;
    }

    private bool IsEqual(T s, T a) => s == a || (equalNaN && T.IsNaN(s) && T.IsNaN(a));
}
