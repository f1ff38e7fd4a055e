using ScratchVsAutograd.Comparison.Runs;

namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>How often runs are repeated to tell luck from law.</summary>
internal static class TrialCount
{
    /// <summary>Where a run costs little.</summary>
    public const int Usual = 8;

    /// <summary>
    /// Of a large computation: what is looked at is the worst of many elements, which is a matter of luck no more.
    /// </summary>
    private const int OfLarge = 3;

    /// <summary>How many trials there are for a computation of that size.</summary>
    public static int Of(PrecisionRun run) => run.IsLarge ? OfLarge : Usual;
}
