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
        var leaves = stage.Computation.Leaves.Where(leaf => leaf.Value.is_floating_point() && !stage.Coverage.IsDifferentiated(leaf)).ToList();
        var inputs = leaves.Where(leaf => leaf.Role == LeafRole.Input).Select(leaf => leaf.Name).ToList();
        var working = inputs.Count == 0
            ? new WorkingRun(stage, PrecisionRun.Of(stage, dtype))
            : Wider(stage.With(stage.Coverage with { Owed = Owed(stage, dtype) }), dtype, inputs);
        // Constants are differentiated only where backward does so too: many functions have no derivative with respect to them.
        var constants = leaves.Where(leaf => leaf.Role == LeafRole.Constant).Select(leaf => leaf.Name).ToList();
        var written = constants.Where(working.Run.Writes).ToList();
        if (working.Run.WritesBesideTheGraph) written = constants;
        return written.Count == 0 ? working : Wider(working.Stage.With(working.Coverage), dtype, written, working);
    }

    // Where nothing but what is owed was differentiated, all that was compared is owed.
    private Coverage Coverage => Stage.Coverage with { Owed = Stage.Coverage.Owed ?? Run.Compared.ToHashSet(StringComparer.Ordinal) };

    // What backward owes shows in a forward pass in which nothing else is differentiated.
    private static HashSet<string> Owed(Stage stage, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        return [.. AutogradRun.DifferentiableBy(stage.Computation, stage.Leaves(dtype))];
    }

    // Not every leaf can be differentiated: forward may change one in place, or hand it to a function that has no such derivative.
    private static WorkingRun Wider(Stage stage, ScalarType dtype, IReadOnlyList<string> more, WorkingRun? otherwise = null)
    {
        try
        {
            var wider = stage.With(stage.Coverage.With(more));
            return new WorkingRun(wider, PrecisionRun.Of(wider, dtype));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            var objection = $"with {string.Join(", ", more)} differentiated, {StopSentence.Of("forward", exception)}";
            var narrow = stage.With(stage.Coverage with { Objection = objection });
            return otherwise is null ? new WorkingRun(narrow, PrecisionRun.Of(narrow, dtype)) : otherwise with { Stage = narrow };
        }
    }
}
