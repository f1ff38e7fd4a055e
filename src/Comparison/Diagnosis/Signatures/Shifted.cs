using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// wrong[i + s] = right[i] along an axis, for one or two places s: padded or cut on the wrong side, or indices counted from
/// one. What stands at the edge is free: zeros, or what came in from the padding.
/// </summary>
internal sealed class Shifted : Signature
{
    private const int Farthest = 2;

    // Elements that are not zero, and must all fit.
    private const int Enough = 3;

    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        for (var axis = 0L; axis < gradient.Right.Dimensions; axis++)
        {
            for (var places = 1L; places <= Farthest; places++)
            {
                if (gradient.Right.shape[axis] < places + 2) continue;
                if (Along(gradient, axis, places) is { } later) return later;
                if (Along(gradient, axis, -places) is { } earlier) return earlier;
            }
        }

        return null;
    }

    private static Explanation? Along(GradientUnderTest gradient, long axis, long places)
    {
        var length = gradient.Right.shape[axis] - Math.Abs(places);
        var wrong = gradient.Wrong.narrow(axis, Math.Max(places, 0), length);
        var right = gradient.Right.narrow(axis, Math.Max(-places, 0), length);
        var residual = Match.Residual(wrong, right);
        if (!(residual <= gradient.Fits) || !IsEvidence(gradient, right, axis)) return null;
        var (number, direction) = (Math.Abs(places), places > 0 ? "too far" : "too early");
        return gradient.Explained(
            CauseKind.Shifted,
            $"{gradient.Label} stands {number} place{(number == 1 ? "" : "s")} {direction} along axis {axis}",
            $"moved back, the {Words.Count(right.numel())} elements that are still there are {gradient.Reference}'s to "
                + $"{Words.Residual(residual)}",
            $"look at where axis {axis} is padded, cut or indexed: it is {number} off",
            residual,
            complexity: 3);
    }

    // What is the same all along the axis, or zero, does not show a shift.
    private static bool IsEvidence(GradientUnderTest gradient, Tensor right, long axis)
        => DistinctValues(gradient, right) >= Enough && Count(right.diff(dim: axis).abs() > gradient.Fits * gradient.Scale) >= Enough;
}
