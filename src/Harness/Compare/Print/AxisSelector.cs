using System.Globalization;
using System.Text.RegularExpressions;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Compare.Print;

/// <summary>What the user typed for one axis, with NumPy's meaning: <c>3</c>, <c>-1</c>, <c>2:5</c>, <c>:</c>, <c>-2:</c>.</summary>
/// <param name="Start">The index, or the first of a range; null for the beginning.</param>
/// <param name="Stop">One past the last of a range; null for the end.</param>
/// <param name="IsIndex">Whether it is a single index, which must exist; a range is cut to what exists.</param>
internal sealed partial record AxisSelector(long? Start, long? Stop, bool IsIndex)
{
    /// <summary>Reads an index or a range; null where the text is neither.</summary>
    public static AxisSelector? TryParse(string text)
    {
        var match = IndexOrRange().Match(text);
        if (!match.Success || !TryBound(match.Groups["start"], out var start) || !TryBound(match.Groups["stop"], out var stop))
            return null;
        var isIndex = !match.Groups["colon"].Success;
        return isIndex && start is null ? null : new(start, stop, isIndex);
    }

    /// <summary>The indexes that are meant along an axis.</summary>
    /// <param name="size">The axis's size.</param>
    /// <param name="axis">The axis in words, for the error.</param>
    /// <exception cref="InputException">There is no such index, or the range is empty.</exception>
    public AxisRange In(long size, string axis)
    {
        var range = IsIndex
            ? AxisRange.At(FromTheEnd(Start!.Value, size))
            : new AxisRange(Math.Clamp(FromTheEnd(Start ?? 0, size), 0, size), Math.Clamp(FromTheEnd(Stop ?? size, size), 0, size));
        if (IsIndex && !(range.Start >= 0 && range.Start < size))
            throw new InputException(FormattableString.Invariant(
                $"{axis} has no index {Start}; it has {size} elements, {-size} to {size - 1}."));
        if (range.Count <= 0)
            throw new InputException(FormattableString.Invariant(
                $"\"{this}\" is an empty range of {axis}, which has {size} elements: give a start before its stop."));
        return range;
    }

    /// <summary>As typed.</summary>
    public override string ToString() => FormattableString.Invariant($"{Start}{(IsIndex ? "" : ":")}{Stop}");

    private static long FromTheEnd(long index, long size) => index < 0 ? index + size : index;

    private static bool TryBound(Group digits, out long? bound)
    {
        bound = long.TryParse(digits.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
        return bound is not null || digits.Length == 0;
    }

    [GeneratedRegex(@"^\s*(?<start>-?[0-9]+)?\s*((?<colon>:)\s*(?<stop>-?[0-9]+)?)?\s*$")]
    private static partial Regex IndexOrRange();
}
