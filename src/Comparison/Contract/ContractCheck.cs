using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Precision;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Comparison.Text;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Contract;

/// <summary>
/// Holds a backward to its contract: it changes nothing but the side dictionary, gives the same answer twice, and does not
/// depend on how an upstream gradient lies in memory.
/// </summary>
internal sealed class ContractCheck(Stage stage, PrecisionRun run, Lazy<TwoPrecisions> precisions, Tolerances tolerances)
{
    /// <summary>Runs the checks: up to four backward passes, and as many in other precisions where something is found.</summary>
    /// <param name="ignoresGaps">Whether the runs made already show that backward changes nothing and does not depend on gaps.</param>
    /// <param name="isRepeated">Whether they show that it repeats itself.</param>
    public ContractFindings Findings(bool ignoresGaps, bool isRepeated)
    {
        var findings = Found(ignoresGaps, isRepeated);
        Unowned.Tidy();
        return findings;
    }

    private ContractFindings Found(bool ignoresGaps, bool isRepeated)
    {
        var modified = ignoresGaps ? ImmutableDictionary<string, Modification>.Empty : ModificationFinder.Find(stage, run);
        // A backward that changes its inputs makes every later run on them differ; that it does is said already.
        return modified.IsEmpty
            ? Repeated(ignoresGaps, isRepeated)
            : new ContractFindings(modified, [], [], [.. SharedMemory()]);
    }

    private ContractFindings Repeated(bool ignoresGaps, bool isRepeated)
    {
        var runs = new RepeatedRuns(stage, run, run.Compared, (_, name, pair) => !Agree(name, pair));
        if (!isRepeated) runs.With(Repetition.Same);
        if (!ignoresGaps) runs.With(Repetition.Gapped);
        // Where everything is right, what stride 0 alone could show is not worth two more runs of a large computation: a backward that
        // writes into what it is handed is found by its marks, and one that takes memory for row-major by the gaps.
        if (!ignoresGaps || !run.IsLarge) runs.With(Repetition.Expanded);
        return new ContractFindings(
            ImmutableDictionary<string, Modification>.Empty,
            // Each run draws its own numbers, in every precision others: the differences need not be of one size.
            Confirmed(runs, repetition => repetition == Repetition.Same, kind => kind != DifferenceKind.Rounding),
            Confirmed(runs, repetition => repetition != Repetition.Same, kind => kind == DifferenceKind.Formula),
            [.. SharedMemory(), .. runs.Refusals]);
    }

    // Another kernel for another layout may round otherwise, so a difference counts only if it is none of rounding.
    private ImmutableHashSet<string> Confirmed(RepeatedRuns runs, Func<Repetition, bool> isAsked, Func<DifferenceKind, bool> isReal)
    {
        var suspects = runs.Kept.Where(kept => isAsked(kept.Repetition)).ToHashSet();
        if (suspects.Count == 0) return [];
        if (stage.OtherPrecisionsObjection is not null) return [.. suspects.Select(suspect => suspect.Name)];
        var inLow = run.Dtype == ScalarType.Float32 ? runs : Again(precisions.Value.Low, suspects);
        var inHigh = run.Dtype == ScalarType.Float64 ? runs : Again(precisions.Value.High, suspects);
        return [.. suspects.Where(suspect => IsReal(inLow[suspect.Repetition, suspect.Name], inHigh[suspect.Repetition, suspect.Name]))
            .Select(suspect => suspect.Name)];

        bool IsReal(RepeatedPair lower, RepeatedPair higher)
            => lower is not ({ } low, { } otherLow) || higher is not ({ } high, { } otherHigh)
                || isReal(RoundingTest.Judge(new(low, otherLow), new(high, otherHigh)));
    }

    private RepeatedRuns Again(PrecisionRun other, HashSet<(Repetition Repetition, string Name)> suspects)
    {
        var runs = new RepeatedRuns(
            stage, other, [.. suspects.Select(suspect => suspect.Name).Distinct()],
            (repetition, name, _) => suspects.Contains((repetition, name)));
        foreach (var repetition in suspects.Select(suspect => suspect.Repetition).Distinct()) runs.With(repetition);
        return runs;
    }

    private bool Agree(string name, RepeatedPair pair) => pair is ({ } first, { } second)
        ? first.is_floating_point()
            ? TensorDiffer.Compare(first, second, tolerances[name] with { EqualNaN = true }, worst: 0).AllClose
            : Fingerprint.Of(first) == Fingerprint.Of(second)
        : pair is (null, null);

    private IEnumerable<string> SharedMemory()
    {
        // A residual network has a pair for each sum.
        if (run.Isolated.Gradients.SharedMemory().Distinct().ToList() is [var (one, other), .. var more])
        {
            var rest = more.Count == 0
                ? ""
                : $" So do those of {NameList.Short([.. more.Select(pair => $"{pair.First} with {pair.Second}")])}.";
            yield return $"The gradients of {one} and {other} share memory: changing one changes the other.{rest}";
        }

        foreach (var name in run.Compared)
        {
            if (run.IsolatedGradient(name) is not { } gradient) continue;
            foreach (var activation in run.Before.SharingMemoryWith(gradient))
                yield return $"The gradient of {name} shares memory with {activation} itself: changing one changes the other.";
        }
    }
}
