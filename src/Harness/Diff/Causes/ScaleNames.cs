using System.Globalization;
using ScratchVsAutograd.Comparison.Diagnosis;

namespace ScratchVsAutograd.Harness.Diff.Causes;

/// <summary>What a factor may be: a whole number, a power of two, a size of the tensor or a simple function of one.</summary>
internal static class ScaleNames
{
    private const double LargestWhole = 1 << 24;

    /// <summary>
    /// A factor of 1 or more as it is written, and the number that this stands for: the nearest plain one where that is as near as the fit
    /// can tell.
    /// </summary>
    public static (string Text, double Value) Number(double factor, double uncertain)
    {
        var whole = Math.Round(factor);
        if (Math.Abs(whole - factor) <= uncertain * factor && uncertain * factor < 0.25 && whole is >= 2 and <= LargestWhole)
            return (whole.ToString("0", CultureInfo.InvariantCulture), whole);
        var power = Math.Round(Math.Log2(factor));
        if (power >= 1 && Math.Abs(Math.Pow(2, power) / factor - 1) <= uncertain)
            return (power <= 53 ? Math.Pow(2, power).ToString("0", CultureInfo.InvariantCulture) : $"2^{power:0}", Math.Pow(2, power));
        var ten = Math.Pow(10, Math.Round(Math.Log10(factor)));
        if (Math.Abs(ten / factor - 1) <= uncertain) return (Words.Number(ten), ten);
        var digits = (int)Math.Clamp(-Math.Log10(uncertain), 2, 6);
        return (factor.ToString($"G{digits}", CultureInfo.InvariantCulture), factor);
    }

    /// <summary>Whether it is a power of two as mixed-precision training multiplies losses by.</summary>
    public static bool IsLossScale(double number) => number >= 1024 && Math.Log2(number) % 1 == 0;

    /// <summary>What else the number is, the likeliest first.</summary>
    public static IEnumerable<string> Of(double number, double uncertain, long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        (double Size, string Where)[] sizes =
            [.. shape.Select((size, axis) => ((double)size, $"the size of B's axis {axis}")).Append((count, "the number of elements of B"))
                .Where(size => size.Item1 > 1).DistinctBy(size => size.Item1)];
        var named = sizes.Select(size => (size.Size, Name: size.Where))
            .Concat(sizes.SelectMany(size => new (double Size, string Name)[]
            {
                (Math.Sqrt(size.Size), $"√{size.Size} with {size.Where}"), (size.Size * size.Size, $"{size.Size}² with {size.Where}"),
                (size.Size - 1, $"{size.Size} − 1 with {size.Where}"),
            }));
        return named.Where(candidate => candidate.Size > 1 && Math.Abs(candidate.Size - number) <= uncertain * number)
            .Select(candidate => candidate.Name);
    }
}
