using ScratchVsAutograd.Comparison.Runs;

namespace ScratchVsAutograd.Comparison.Witness;

/// <summary>
/// Shares out how often the loss may be evaluated, so that a verdict need not wait for the witness: the first tensors are questioned
/// at length, more of them briefly, and of a costly computation only one, briefly.
/// </summary>
/// <remarks>A cost is estimated from what the forward pass names, not measured: the same computation is questioned alike
/// everywhere.</remarks>
internal sealed class WitnessPlan
{
    // In evaluations of a loss that costs next to nothing.
    private const double Allowance = 2000;
    private const double AtLength = 250;
    private const double Briefly = 8;

    // A tensor costs its calls, and its elements.
    private const double NamesPerUnit = 16;
    private const double ElementsPerUnit = 1 << 16;

    private readonly double cost;
    private double left = Allowance;
    private bool isFirst = true;

    /// <summary>A plan for that computation.</summary>
    public WitnessPlan(PrecisionRun run) => cost = 1 + run.Names / NamesPerUnit + run.Elements / ElementsPerUnit;

    /// <summary>How the next tensor is questioned; null where it is not.</summary>
    /// <param name="usual">At length.</param>
    /// <param name="isDemanded">Whether it must be.</param>
    public WitnessOptions? Next(WitnessOptions usual, bool isDemanded)
    {
        var atLength = AtLength * cost <= (isDemanded ? Allowance : left);
        var price = (atLength ? AtLength : Briefly) * cost;
        if (price > left && !isFirst && !isDemanded) return null;
        left -= price;
        isFirst = false;
        return atLength ? usual : usual with { Directions = 1, Elements = 0, IsBrief = true };
    }
}
