using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>
/// The attempt to refute what explains a suspect. An explanation says what else must hold: its formula on other leaf values, or that
/// nothing is wrong once what ties is nudged apart. Only what survives is printed.
/// </summary>
/// <param name="suspect">The tensor at fault, or a term of its gradient.</param>
/// <param name="runs">Runs it on other values; null where there are none, and then nothing is refuted.</param>
internal sealed class Refutation(Suspect suspect, FreshRuns? runs) : IDisposable
{
    /// <summary>A formula that is off by this part of the difference, or less, is not what the difference comes from.</summary>
    private const double Negligible = 0.1;

    private readonly FreshSuspects? fresh = runs is null ? null : new FreshSuspects(suspect, runs);

    /// <summary>Whether an explanation holds wherever it can be tried.</summary>
    /// <param name="hypothesis">What found it.</param>
    /// <param name="explanation">What it says.</param>
    public bool Survives(Hypothesis hypothesis, Explanation explanation)
    {
        if (fresh is null || explanation.Kind == ExplanationKind.Contract) return true;
        if (!HasItsSize(suspect)) return false;
        return explanation.Ties.IsEmpty
            ? fresh.All.TakeWhile(_ => !suspect.Budget.IsSpent).Where(IsWrong).All(view => Holds(hypothesis, view, explanation))
            : explanation.Ties.Any(tied => fresh.Apart(tied) is { } view && IsRight(view));
    }

    /// <summary>
    /// Whether the difference in float64 is what is seen in the working precision: a formula cannot be off by less than that and
    /// explain it.
    /// </summary>
    public static bool HasItsSize(Suspect suspect)
        => suspect.IsTerm || suspect.Pair is not var (scratch, autograd) || suspect.Report.Isolated is not { } seen
            || !(Match.Largest(scratch - autograd) < Negligible * seen.MaxAbs);

    /// <inheritdoc />
    public void Dispose() => fresh?.Dispose();

    private static bool IsWrong(Suspect view) => view.Refused is not null || view.Pair is not null;

    private static bool IsRight(Suspect view)
        => view is { Refused: null, Scratch: { } scratch, Autograd: { } autograd } && Match.Explains(scratch, autograd);

    private static bool Holds(Hypothesis hypothesis, Suspect view, Explanation explanation)
    {
        using var scope = NewDisposeScope();
        return Attempt.At(() => hypothesis.HoldsOn(view, explanation));
    }
}
