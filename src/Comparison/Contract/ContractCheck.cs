using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Precision;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Contract;

/// <summary>
/// Holds a backward to its contract: it changes nothing but the side dictionary, gives the same answer twice, and does not
/// depend on how an upstream gradient lies in memory.
/// </summary>
internal sealed class ContractCheck(Stage stage, PrecisionRun run, Tolerance tolerance)
{
    /// <summary>Runs the checks: one forward and six backward passes, twice that where something is found.</summary>
    public ContractFindings Findings()
    {
        using var scope = NewDisposeScope();
        var modified = ModificationFinder.Find(stage, run);
        // A backward that changes its inputs makes every later run on them differ; that it does is said already.
        return modified.IsEmpty
            ? Repeated()
            : new ContractFindings(modified, [], [], [.. SharedMemory()]);
    }

    private ContractFindings Repeated()
    {
        var runs = RepeatedRuns.Of(stage, run.Dtype);
        return new ContractFindings(
            ImmutableDictionary<string, Modification>.Empty,
            // Each run draws its own numbers, in every precision others: the differences need not be of one size.
            Confirmed(runs, (pairs, name) => pairs.Repeats(name), kind => kind != DifferenceKind.Rounding),
            Confirmed(runs, (pairs, name) => pairs.Layouts(name), kind => kind == DifferenceKind.Formula),
            [.. SharedMemory(), .. runs.Refusals]);
    }

    // Another kernel for another layout may round otherwise, so a difference counts only if it is none of rounding.
    private ImmutableHashSet<string> Confirmed(
        RepeatedRuns runs, Func<RepeatedRuns, string, IEnumerable<(Tensor? First, Tensor? Second)>> pairs, Func<DifferenceKind, bool> isReal)
    {
        var suspects = run.Compared.Where(name => pairs(runs, name).Any(pair => !Agree(pair))).ToList();
        if (suspects.Count == 0) return [];
        if (stage.OtherPrecisionsObjection is not null) return [.. suspects];
        var inLow = run.Dtype == ScalarType.Float32 ? runs : RepeatedRuns.Of(stage, ScalarType.Float32);
        var inHigh = run.Dtype == ScalarType.Float64 ? runs : RepeatedRuns.Of(stage, ScalarType.Float64);
        return [.. suspects.Where(name => pairs(runs, name).Zip(pairs(inLow, name), pairs(inHigh, name)).Any(IsReal))];

        bool IsReal(((Tensor?, Tensor?) Working, (Tensor?, Tensor?) Low, (Tensor?, Tensor?) High) pair)
            => !Agree(pair.Working) && (pair.Low is not ({ } low, { } otherLow) || pair.High is not ({ } high, { } otherHigh)
                || isReal(RoundingTest.Judge(new(low, otherLow), new(high, otherHigh))));
    }

    private bool Agree((Tensor? First, Tensor? Second) pair) => pair is ({ } first, { } second)
        ? TensorDiffer.Compare(first, second, tolerance with { EqualNaN = true }, worst: 0).AllClose
        : pair is (null, null);

    private IEnumerable<string> SharedMemory()
    {
        foreach (var (first, second) in run.Isolated.Gradients.SharedMemory().Distinct())
            yield return $"The gradients of {first} and {second} share memory: changing one changes the other.";
        foreach (var name in run.Compared)
        {
            if (run.ChainedGradient(name) is not { } gradient) continue;
            foreach (var activation in run.Before.SharingMemoryWith(gradient))
                yield return $"The gradient of {name} shares memory with {activation} itself: changing one changes the other.";
        }
    }
}
