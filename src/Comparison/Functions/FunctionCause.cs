using ScratchVsAutograd.Comparison.Diagnosis;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>Recognizes why a custom function's gradient is not the measured one, from the numbers alone.</summary>
internal static class FunctionCause
{
    /// <summary>Finite differences are right to six digits or so.</summary>
    private const double Fits = 1e-5;

    /// <summary>A sentence with its numbers, or null: never a guess.</summary>
    /// <param name="measured">The gradient and what was measured.</param>
    /// <param name="whenDoubled">The function's gradient under twice the upstream gradient; null where it has none.</param>
    public static string? Of(MeasuredGradient measured, double[]? whenDoubled)
    {
        var pairs = measured.Conclusive.Select(result => (Function: result.Element.Scratch, Measured: result.Element.FiniteDifference)).ToList();
        var name = measured.Name;
        if (pairs.TrueForAll(pair => pair.Function == 0)) return $"The gradient of {name} is zero everywhere.";
        if (whenDoubled is not null && measured.Elements.Select(result => result.Element.Scratch).SequenceEqual(whenDoubled))
            return $"The gradient of {name} ignores the upstream gradient: twice the upstream gradient gives the same one.";
        var k = pairs.Sum(pair => pair.Function * pair.Measured) / pairs.Sum(pair => pair.Measured * pair.Measured);
        var residual = pairs.Max(pair => Math.Abs(pair.Function / k - pair.Measured)) / pairs.Max(pair => Math.Abs(pair.Measured));
        if (pairs.Count < 2 || !(residual <= Fits)) return null;
        var evidence = $"function = {Words.Number(k)} × measured to {Words.Residual(residual)} over {pairs.Count} elements.";
        return Math.Abs(k + 1) <= Fits
            ? $"The gradient of {name} has the wrong sign: {evidence}"
            : $"The gradient of {name} is {Size(k)}{(k < 0 ? ", and has the wrong sign" : "")}: {evidence}";
    }

    private static string Size(double k) => Math.Abs(k) > 1
        ? $"{Words.Number(Math.Abs(k))} times too large"
        : $"{Words.Number(1 / Math.Abs(k))} times too small";
}
