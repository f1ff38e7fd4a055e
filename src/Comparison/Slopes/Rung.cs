namespace ScratchVsAutograd.Comparison.Slopes;

/// <summary>What two evaluations at ±h say about a function f around 0.</summary>
/// <param name="Step">h.</param>
/// <param name="Central">(f(h) − f(−h)) / 2h = f′ + O(h²).</param>
/// <param name="Bend">
/// The slope to the right less the slope to the left: (f(h) − 2f(0) + f(−h)) / h = J + h f″ + O(h³), where J is a kink's jump.
/// </param>
/// <param name="Noise">What rounding in f may do to a slope at this step.</param>
/// <param name="Magnitude">The largest of |f(−h)|, |f(0)| and |f(h)|.</param>
internal readonly record struct Rung(double Step, double Central, double Bend, double Noise, double Magnitude)
{
    /// <summary>Whether the function was finite on both sides.</summary>
    public bool IsFinite => double.IsFinite(Central) && double.IsFinite(Bend);

    /// <summary>Evaluates f at ±h.</summary>
    /// <param name="f">The function.</param>
    /// <param name="f0">f(0).</param>
    /// <param name="h">The step.</param>
    /// <param name="noise">The rounding noise of f, if it is known to be more than the last digit.</param>
    public static Rung At(Func<double, double> f, double f0, double h, double noise)
    {
        var right = f(h);
        var left = f(-h);
        var magnitude = Math.Max(Math.Abs(f0), Math.Max(Math.Abs(right), Math.Abs(left)));
        var jitter = Math.Max(noise, StepLadder.Epsilon * magnitude);
        return new Rung(h, (right - left) / (2 * h), (right - f0 - (f0 - left)) / h, jitter / h, magnitude);
    }
}
