using ScratchVsAutograd.Comparison.Numerics;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>
/// The computation on other leaf values: each run is made when it is first asked for, serves every tensor at fault, and is freed
/// with this.
/// </summary>
internal sealed class FreshRuns : IDisposable
{
    private readonly Stage stage;
    private readonly bool hasShares;
    private readonly Dictionary<string, (Stage Stage, PrecisionRun Run)?> runs = new(StringComparer.Ordinal);
    private readonly HeldTensors held = new();

    /// <summary>Nothing is run yet.</summary>
    public FreshRuns(Stage stage)
    {
        var exact = held.Of(() => LeafShares.Exact(stage.Computation));
        (this.stage, hasShares) = (exact is null ? stage : stage.For(exact), exact is not null);
    }

    /// <summary>
    /// The run on the leaves themselves, but with rows that have one sum in float64 too; null where they do, or it proves nothing.
    /// </summary>
    public (Stage Stage, PrecisionRun Run)? Exact(ScalarType dtype) => hasShares ? Once($"{dtype} exact", dtype, () => stage) : null;

    /// <summary>The run on varied leaves; null where it proves nothing, as it stops or its loss is not finite.</summary>
    public (Stage Stage, PrecisionRun Run)? On(LeafVariation variation, ScalarType dtype)
        => Once($"{dtype} {variation.Seed}", dtype, () => stage.For(variation.Of(stage.Computation)));

    /// <summary>The run with the elements of one tensor, a leaf or a watched one, moved by a small amount each; null as before.</summary>
    public (Stage Stage, PrecisionRun Run)? Apart(string name, ScalarType dtype)
        => Once($"{dtype} {name}", dtype, () => Apart(stage, name));

    /// <inheritdoc />
    public void Dispose() => held.Dispose();

    private static Stage Apart(Stage stage, string name)
        => stage.Computation.Leaves.Any(leaf => leaf.Name == name)
            ? stage.For(LeafVariation.Apart.Of(stage.Computation, name))
            : stage.Watching((watched, value) => watched == name && value.is_floating_point() && value.numel() > 0
                ? value + Amounts(value)
                : value);

    private static Tensor Amounts(Tensor value)
    {
        using var unrecorded = no_grad();
        using var scope = NewDisposeScope();
        var exact = value.detach().to(ScalarType.Float64);
        return scope.MoveToOuter((LeafVariation.Nudged(exact, new GaussianNumbers(1)) - exact).to(value.dtype));
    }

    private (Stage Stage, PrecisionRun Run)? Once(string key, ScalarType dtype, Func<Stage> varied)
    {
        if (!runs.TryGetValue(key, out var known)) runs[key] = known = held.Of(() => Try(dtype, varied));
        return known;
    }

    /// <summary>The runs of a stage; null where they prove nothing.</summary>
    public static (Stage Stage, PrecisionRun Run)? Try(ScalarType dtype, Func<Stage> varied)
    {
        try
        {
            var other = varied();
            var run = PrecisionRun.Of(other, dtype);
            // Here, as what is made on demand would live in the scope of whoever happens to ask first.
            _ = run.Cut;
            return double.IsFinite(run.Autograd.Loss) && run.Isolated.Failure is null ? (other, run) : null;
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or BudgetSpentException))
        {
            // Other values may be none that this forward is made for: they say nothing about its backward.
            return null;
        }
    }
}
