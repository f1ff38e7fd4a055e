using ScratchVsAutograd.Comparison.Numerics;
using ScratchVsAutograd.Comparison.Runs;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>Where numbers stop being finite: the first tensor that is not although what it was made from was.</summary>
internal static class NonFiniteFinder
{
    /// <summary>A sentence for the forward pass and for each backward pass in which something is not finite.</summary>
    /// <param name="evidence">The runs; what has been measured is not looked at again.</param>
    public static IEnumerable<string> Sentences(Evidence evidence)
    {
        var run = evidence.Working;
        var scratchIsFinite = evidence.Tensors.Where(tensor => tensor.Chained?.Scratch.NonFinite == 0).Select(tensor => tensor.Name)
            .ToHashSet(StringComparer.Ordinal);
        var autogradIsFinite = evidence.Tensors.Where(tensor => tensor.Chained?.Autograd.NonFinite == 0).Select(tensor => tensor.Name)
            .ToHashSet(StringComparer.Ordinal);
        if (Forward(run.Autograd) is { } forward) yield return forward;
        if (Scratch(run, scratchIsFinite) is { } scratch) yield return scratch;
        if (Autograd(run, autogradIsFinite) is { } autograd) yield return autograd;
    }

    private static string? Forward(AutogradRun run)
    {
        // Graph order: everything a tensor was made from stands before it.
        if (run.Trace.Order.FirstOrDefault(name => !Finite.All(run.Trace[name])) is not { } first)
            return double.IsFinite(run.Loss) ? null : "Forward: every named tensor is finite, the loss is not.";
        return run.Leaves.Find(first) is null
            ? $"Forward: {first} is the first tensor that is not finite; everything named before it is."
            : $"Forward: the leaf {first} itself is not finite.";
    }

    // What is finite in the end was made from finite terms.
    private static string? Scratch(PrecisionRun run, HashSet<string> finite)
    {
        foreach (var name in run.ChainedNotes.WriteOrder.Where(name => !finite.Contains(name)))
        {
            var tensor = run.Autograd.Trace[name];
            if (run.Chained.Gradients.Contributions(tensor).FirstOrDefault(term => !Finite.All(term.Value)) is { } term)
                return $"Scratch: the gradient of {name} is the first that is not finite, written at {term.WrittenAt}.";
        }

        return null;
    }

    private static string? Autograd(PrecisionRun run, HashSet<string> finite)
        => run.Compared.Reverse().FirstOrDefault(
            name => !finite.Contains(name) && run.Autograd.Gradient(name) is { } gradient && !Finite.All(gradient)) is { } first
            ? $"Autograd: going back from the loss, the gradient of {first} is the first that is not finite."
            : null;
}
