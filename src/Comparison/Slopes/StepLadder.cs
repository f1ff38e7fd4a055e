namespace ScratchVsAutograd.Comparison.Slopes;

/// <summary>
/// The derivative of a function of one number, with an error bar, from central differences over a ladder of steps. Wide steps
/// suffer from truncation and reach kinks further away, narrow ones from rounding; the three neighbouring rungs with the smallest
/// error bar win.
/// </summary>
/// <remarks>
/// Central differences alone call the derivative of |x| at 0 exactly 0, at every step: that is why the jump between the
/// one-sided slopes is measured too, and a jump that survives the extrapolation to 0 is a kink.
/// </remarks>
internal static class StepLadder
{
    /// <summary>The distance from 1 to the next double.</summary>
    public const double Epsilon = 1.0 / (1L << 52);

    /// <summary>Each step is this much narrower than the one before.</summary>
    public const double Ratio = 4;

    private const double Widest = 1.0 / (1 << 4);
    private const double Narrow = 1.0 / (1 << 12);
    private const double Narrowest = 1.0 / (1L << 44);

    // Not a power of 2, or neighbouring values would round alike.
    private const double Tiny = 0.739 / (1L << 42);

    /// <summary>f′(0).</summary>
    /// <param name="f">The function.</param>
    /// <param name="f0">f(0).</param>
    /// <param name="scale">A change of the argument that matters; the steps are fractions of it.</param>
    /// <param name="noise">See <see cref="Noise"/>.</param>
    public static Slope Climb(Func<double, double> f, double f0, double scale, double noise)
        => Climb(f, f0, scale, noise, Widest, int.MaxValue);

    /// <summary>f′(0) from six evaluations, for functions that are costly: the noise is taken to be 64 times the last digit.</summary>
    /// <remarks>Narrow steps, as a function that is costly has many kinks; its slope, being large, is not lost in the noise.</remarks>
    public static Slope ClimbBriefly(Func<double, double> f, double f0, double scale)
        => Climb(f, f0, scale, 64 * Epsilon * Math.Abs(f0), Narrow, 3);

    private static Slope Climb(Func<double, double> f, double f0, double scale, double noise, double widest, int most)
    {
        if (!double.IsFinite(f0)) return new Slope(double.NaN, double.NaN, Smoothness.NonFinite);
        var rungs = new List<Rung>();
        Extrapolation? best = null;
        for (var (step, climbed) = (widest * scale, 0); step >= Narrowest * scale
            && climbed < most; (step, climbed) = (step / Ratio, climbed + 1))
        {
            var rung = Rung.At(f, f0, step, noise);
            if (!rung.IsFinite)
            {
                rungs.Clear();
                continue;
            }

            rungs.Add(rung);
            if (rungs.Count < 3) continue;
            var next = new Extrapolation(rungs[^3], rungs[^2], rungs[^1]);
            if (best is null || next.ErrorBar < best.Value.ErrorBar) best = next;

            // Noise only grows from here, and it is part of every error bar.
            if (Extrapolation.NoiseMargin * rung.Noise >= best.Value.ErrorBar) break;
        }

        var slope = best is { } found ? Judge(found, scale) : new Slope(double.NaN, double.NaN, Smoothness.NonFinite);
        return slope with { Rungs = rungs };
    }

    /// <summary>
    /// How much f(x) jitters: the largest fourth difference of nine values so close together that little but rounding is left of it.
    /// </summary>
    /// <remarks>
    /// The standard deviation of a fourth difference is √70 times that of the rounding in f. Source: Moré, Wild, "Estimating
    /// computational noise", SIAM J. Sci. Comput. 33 (2011).
    /// </remarks>
    public static double Noise(Func<double, double> f, double f0, double scale)
    {
        var y = Enumerable.Range(-4, 9).Select(i => i == 0 ? f0 : f(i * Tiny * scale)).ToArray();
        var differences = Enumerable.Range(0, 5).Select(i => Math.Abs(y[i] - 4 * y[i + 1] + 6 * y[i + 2] - 4 * y[i + 3] + y[i + 4]));
        return differences.Where(double.IsFinite).DefaultIfEmpty(0).Max() / 4;
    }

    private static Slope Judge(Extrapolation found, double scale)
    {
        // A slope that moves f by less than 1e-8 of itself over the widest step is as good as 0.
        var negligible = 1e-8 * found.Magnitude / (Widest * scale);
        var smoothness =
            found.HasJump ? Smoothness.Kink
            : found.ErrorBar <= Math.Max(1e-2 * Math.Abs(found.Derivative), negligible) ? Smoothness.Smooth
            : found.ErrorBar <= 8 * Extrapolation.NoiseMargin * found.Noise ? Smoothness.Unresolved
            : Smoothness.Kink;
        return new Slope(found.Derivative, found.ErrorBar, smoothness);
    }
}
