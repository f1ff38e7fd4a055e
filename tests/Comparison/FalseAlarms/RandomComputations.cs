using System.Globalization;
using CsCheck;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>
/// The random computations: number n of a precision is the same on every machine and in every run. The environment variable
/// <c>SVA_FALSE_ALARMS</c> asks for more of them, <c>SVA_FALSE_ALARMS_SEED</c> for others.
/// </summary>
internal static class RandomComputations
{
    /// <summary>How many are asked for otherwise, all precisions together.</summary>
    private const int UsualCount = 1000;

    private static readonly int Seed = Environment("SVA_FALSE_ALARMS_SEED", 1);

    /// <summary>The precisions.</summary>
    public static IReadOnlyList<ScalarType> Dtypes { get; } = [
        ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16, ScalarType.Float16];

    /// <summary>How many are asked for of each precision.</summary>
    public static int Count { get; } = Environment("SVA_FALSE_ALARMS", UsualCount) / Dtypes.Count;

    /// <summary>The recipe of that number.</summary>
    public static Recipe Recipe(ScalarType dtype, int number)
        => FalseAlarms.Recipe.In(dtype).Generate(new PCG((uint)number, (ulong)Seed), null, out _);

    private static int Environment(string variable, int usual)
        => System.Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : usual;
}
