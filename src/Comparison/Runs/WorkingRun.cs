using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// The run in the working precision, with as many leaves differentiated as it takes for every gradient that backward writes to
/// have one of autograd's beside it.
/// </summary>
/// <param name="Stage">What every later run starts from.</param>
/// <param name="Run">The run.</param>
internal sealed record WorkingRun(Stage Stage, PrecisionRun Run)
{
    /// <summary>Runs forward and both backward passes; in the caller's dispose scope.</summary>
    /// <param name="stage">Covers what backward owes.</param>
    /// <param name="dtype">The working precision.</param>
    public static WorkingRun Of(Stage stage, ScalarType dtype)
    {
        // What backward does not write of its own accord is not differentiated: it would cost autograd as much as what is owed.
        var more = stage.Computation.Leaves.Where(leaf => leaf.Value.is_floating_point() && !stage.Coverage.IsDifferentiated(leaf))
            .ToLookup(leaf => leaf.Role, leaf => leaf.Name);
        var working = new WorkingRun(stage, PrecisionRun.Strictly(stage, dtype));
        // Constants come last: many functions have no derivative with respect to them.
        foreach (var role in (LeafRole[])[LeafRole.Input, LeafRole.Constant])
        {
            var written = more[role].Where(name => working.Run.WritesBesideTheGraph || working.Run.Writes(name)).ToList();
            if (written.Count > 0) working = Wider(working, dtype, written);
        }

        return working;
    }

    // Where nothing but what is owed was differentiated, all that was is owed.
    private Coverage Coverage
        => Stage.Coverage with { Owed = Stage.Coverage.Owed ?? Run.Autograd.Differentiable.ToHashSet(StringComparer.Ordinal) };

    // Not every leaf can be differentiated: forward may change one in place, or hand it to a function that has no such derivative.
    private static WorkingRun Wider(WorkingRun narrow, ScalarType dtype, IReadOnlyList<string> more)
    {
        try
        {
            var wider = narrow.Stage.With(narrow.Coverage.With(more));
            return new WorkingRun(wider, PrecisionRun.Strictly(wider, dtype));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            var objection = $"with {string.Join(", ", more)} differentiated, {StopSentence.Of("forward", exception)}";
            return narrow with { Stage = narrow.Stage.With(narrow.Stage.Coverage with { Objection = objection }) };
        }
    }
}
