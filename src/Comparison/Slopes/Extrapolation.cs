namespace ScratchVsAutograd.Comparison.Slopes;

/// <summary>
/// Three neighbouring steps h, h/r, h/r² extrapolated to 0 (Richardson): the two extrapolations that they allow test each
/// other, for the derivative and for the jump between the slopes to the right and to the left.
/// </summary>
/// <remarks>Source: Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", Advances in Engineering Software 4 (1982).</remarks>
internal readonly record struct Extrapolation
{
    /// <summary>How many times the estimated noise an error bar allows for: the estimate rests on a few samples.</summary>
    public const double NoiseMargin = 8;

    private const double r = StepLadder.Ratio;

    /// <summary>Terms that cancel in f may round off this much of a slope without showing in f's last digit.</summary>
    private const double Roundoff = 1e-12;

    /// <summary>From the widest of the three steps to the narrowest.</summary>
    public Extrapolation(Rung wide, Rung middle, Rung narrow)
    {
        Derivative = Even(middle, narrow);
        Jump = Odd(middle, narrow);
        Noise = narrow.Noise;
        Magnitude = narrow.Magnitude;
        var truncation = Math.Abs(Derivative - Even(wide, middle));
        var jumpTruncation = Math.Abs(Jump - Odd(wide, middle));

        // Where there is a jump, any slope between the two sides may be called the derivative: half of it to either side. Its own
        // error counts too, or a jump would hide where truncation happens to cancel it.
        ErrorBar = 2 * truncation + (Math.Abs(Jump) + jumpTruncation) / 2 + NoiseMargin * Noise;
        HasJump = Math.Abs(Jump) > 3 * jumpTruncation + 4 * NoiseMargin * Noise + Roundoff * Math.Abs(Derivative);
    }

    /// <summary>f′(0).</summary>
    public double Derivative { get; }

    /// <summary>f′(0⁺) − f′(0⁻), which is 0 where f is smooth.</summary>
    public double Jump { get; }

    /// <summary>How far the derivative may be off.</summary>
    public double ErrorBar { get; }

    /// <summary>What rounding does to a slope at the narrowest of the three steps.</summary>
    public double Noise { get; }

    /// <summary>The largest |f| at the narrowest of the three steps.</summary>
    public double Magnitude { get; }

    /// <summary>Whether the jump is more than truncation and noise explain.</summary>
    public bool HasJump { get; }

    private static double Even(Rung wide, Rung narrow) => narrow.Central + (narrow.Central - wide.Central) / (r * r - 1);

    private static double Odd(Rung wide, Rung narrow) => narrow.Bend + (narrow.Bend - wide.Bend) / (r - 1);
}
