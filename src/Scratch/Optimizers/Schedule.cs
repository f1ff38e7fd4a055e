namespace ScratchVsAutograd.Scratch.Optimizers;

/// <summary>How the learning rate changes while training: what it is multiplied by at each step.</summary>
internal static class Schedule
{
    // The share of the steps in which the rate rises from almost nothing.
    private const double WarmUp = 0.1;

    /// <summary>1 all the time.</summary>
    public static double Constant(long step, long steps) => 1;

    /// <summary>1 for the first half of the steps, 0.1 until three quarters are done, then 0.01.</summary>
    /// <remarks>Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition" (2016), section 4.2.</remarks>
    /// <param name="step">From 0.</param>
    /// <param name="steps">How many there are.</param>
    public static double Step(long step, long steps)
    {
        var done = (double)step / steps;
        return done < 0.5 ? 1 : done < 0.75 ? 0.1 : 0.01;
    }

    /// <summary>In the first tenth of the steps a line up to 1, then ½ (1 + cos πx) while x goes from 0 to 1.</summary>
    /// <remarks>Source: Loshchilov, Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts" (2017), eq. 5.</remarks>
    /// <param name="step">From 0.</param>
    /// <param name="steps">How many there are.</param>
    public static double Cosine(long step, long steps)
    {
        var rising = (long)(WarmUp * steps);
        if (step < rising) return (step + 1.0) / (rising + 1);
        return 0.5 * (1 + Math.Cos(Math.PI * (step - rising) / (steps - rising)));
    }
}
