using System.Globalization;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// Names a set of places after a tensor of the trace: where it has one value, is below or above a bound, or is so in magnitude.
/// </summary>
internal static class MaskNames
{
    // With fewer places on a side, some tensor is below some bound there by chance.
    private const int Enough = 3;
    private static readonly double[] RoundBounds = [0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 6, -6];

    /// <summary>What tells these places from those, or null where no tensor does.</summary>
    /// <param name="these">The places to name.</param>
    /// <param name="those">The places that do not belong; what is in neither is free.</param>
    /// <param name="gradient">Brings the tensors, and the shape.</param>
    public static string? Of(Tensor these, Tensor those, GradientUnderTest gradient) => All(these, those, gradient).FirstOrDefault();

    /// <summary>Everything that tells these places from those.</summary>
    /// <param name="these">The places to name.</param>
    /// <param name="those">The places that do not belong; what is in neither is free.</param>
    /// <param name="gradient">Brings the tensors, and the shape.</param>
    public static IEnumerable<string> All(Tensor these, Tensor those, GradientUnderTest gradient)
    {
        if (!these.any().item<bool>() || !those.any().item<bool>()) return [];
        var isEnough = these.sum().item<long>() >= Enough && those.sum().item<long>() >= Enough;
        return from tensor in gradient.Named
               let spread = Axes.Spread(tensor.Value.to(ScalarType.Float64), gradient.Right.shape)
               where spread is not null
               let inside = spread.masked_select(these)
               let outside = spread.masked_select(those)
               let name = Value(tensor.Name, inside, outside)
                   ?? (isEnough ? Bound(tensor.Name, inside, outside) ?? Bound($"|{tensor.Name}|", inside.abs(), outside.abs())
                       ?? Outside(tensor.Name, inside, outside) : null)
               where name is not null
               select name;
    }

    private static string? Value(string name, Tensor inside, Tensor outside)
    {
        var value = inside[0].item<double>();
        return (inside == value).all().item<bool>() && !(outside == value).any().item<bool>()
            ? $"{name} = {Words.Number(value + 0.0)}"
            : null;
    }

    private static string? Bound(string name, Tensor inside, Tensor outside)
        => Below(inside, outside) is { } below ? $"{name} {below("<", "≤", 1)}"
            : Below(-inside, -outside) is { } above ? $"{name} {above(">", "≥", -1)}"
            : null;

    // Below one bound or above another, as clamp cuts off.
    private static string? Outside(string name, Tensor inside, Tensor outside)
    {
        var (low, high) = (outside.min(), outside.max());
        var (below, above) = (inside.masked_select(inside < low), inside.masked_select(inside > high));
        return below.numel() < Enough || above.numel() < Enough || below.numel() + above.numel() < inside.numel()
            ? null
            : $"{Bound(name, below, outside)} or {Bound(name, above, outside)}";
    }

    /// <summary>
    /// The name of a mask without its bound, which lies between two elements and so somewhere else among others, and without saying
    /// whether an element may lie on it.
    /// </summary>
    public static string WithoutBound(string text) => Regex.Replace(
        text, "([<≤]|[>≥]) -?[0-9.]+(e[-+]?[0-9]+)?", bound => bound.Value[0] is '<' or '≤' ? "<" : ">");

    // The number with the fewest digits of those in between.
    private static double Rounded(double highest, double lowest)
    {
        for (var digits = 1; digits <= 6; digits++)
        {
            var rounded = double.Parse(
                ((highest + lowest) / 2).ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (highest <= rounded && rounded <= lowest) return rounded;
        }

        return highest;
    }

    // The relation and its bound: one between the two sides, a round one where there is one.
    private static Func<string, string, int, string>? Below(Tensor inside, Tensor outside)
    {
        var (highest, lowest) = (inside.max().item<double>(), outside.min().item<double>());
        if (!(highest < lowest)) return null;
        var bounds = RoundBounds.Where(bound => highest <= bound && bound <= lowest).Append(Rounded(highest, lowest));
        var bound = bounds.First();
        return (strict, orEqual, sign) => $"{(highest < bound ? strict : orEqual)} {Words.Number(sign * bound + 0.0)}";
    }
}
