using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>The search for the causes of all that is at fault, one tensor after the other, within one budget.</summary>
internal sealed class CauseSearch
{
    private readonly List<string> unfinished = [];
    private readonly List<string> untried = [];
    private readonly TimeSpan time;

    /// <summary>Searches.</summary>
    /// <param name="faults">The tensors at fault, those that matter most first.</param>
    /// <param name="suspectOf">The evidence on one of them, to be examined within a budget.</param>
    /// <param name="runs">Tries what fits on other leaf values.</param>
    /// <param name="large">Samples of what is large.</param>
    /// <param name="time">How long the whole search may take; none: nothing is searched for.</param>
    /// <param name="clock">What measures it.</param>
    public CauseSearch(
        IReadOnlyList<string> faults, Func<string, Budget, Suspect> suspectOf, FreshRuns runs, LargeFaults large, TimeSpan time,
        TimeProvider clock)
    {
        this.time = time;
        var budget = new Budget(time, clock);
        var found = ImmutableArray.CreateBuilder<Explanation>();
        foreach (var (index, fault) in faults.Index())
        {
            if (budget.IsSpent)
            {
                untried.Add(fault);
                continue;
            }

            var turn = budget.Turn(isLast: index == faults.Count - 1);
            var explained = large.Explain(fault, turn);
            if (explained.IsEmpty && !turn.IsSpent) explained = Diagnostician.Explain(suspectOf(fault, turn), runs);
            found.AddRange(explained);
            if (turn.IsSpent) unfinished.Add(fault);
        }

        Explanations = found.ToImmutable();
    }

    /// <summary>What was found, those of one tensor together, the best explanation first.</summary>
    public ImmutableArray<Explanation> Explanations { get; }

    /// <summary>What was not searched for want of time, in a sentence; null where all was, or nothing was to be.</summary>
    public string? Remark
    {
        get
        {
            if (time <= TimeSpan.Zero || unfinished.Count + untried.Count == 0) return null;
            var what = (unfinished, untried) switch
            {
                (_, { Count: 0 }) => $"not every cause was tried for {NameList.Short(unfinished)}",
                ({ Count: 0 }, _) => $"no cause was sought for {NameList.Short(untried)}",
                _ => $"not every cause was tried for {NameList.Short(unfinished)}, and none for {NameList.Short(untried)}",
            };
            return FormattableString.Invariant(
                $"The search for causes was stopped after {time.TotalSeconds:0.###} s: {what}. ")
                + "A larger --why-seconds (ComparisonOptions.WhyTime) gives it longer.";
        }
    }
}
