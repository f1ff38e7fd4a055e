using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>Where numbers stop being finite: the first tensor that is not although what it was made from was.</summary>
internal static class NonFiniteFinder
{
    /// <summary>A sentence for the forward pass and for each backward pass in which something is not finite.</summary>
    public static IEnumerable<string> Sentences(PrecisionRun run)
    {
        if (Forward(run.Autograd) is { } forward) yield return forward;
        if (Scratch(run) is { } scratch) yield return scratch;
        if (Autograd(run) is { } autograd) yield return autograd;
    }

    private static string? Forward(AutogradRun run)
    {
        // Graph order: everything a tensor was made from stands before it.
        if (run.Trace.Order.FirstOrDefault(name => !IsFinite(run.Trace[name])) is not { } first)
            return double.IsFinite(run.Loss) ? null : "Forward: every named tensor is finite, the loss is not.";
        return run.Leaves.Find(first) is null
            ? $"Forward: {first} is the first tensor that is not finite; everything named before it is."
            : $"Forward: the leaf {first} itself is not finite.";
    }

    private static string? Scratch(PrecisionRun run)
    {
        foreach (var name in run.ChainedNotes.WriteOrder)
        {
            var tensor = run.Autograd.Trace[name];
            if (run.Chained.Gradients.Contributions(tensor).FirstOrDefault(term => !IsFinite(term.Value)) is { } term)
                return $"Scratch: the gradient of {name} is the first that is not finite, written at {term.WrittenAt}.";
        }

        return null;
    }

    private static string? Autograd(PrecisionRun run)
        => run.Compared.Reverse().FirstOrDefault(name => run.Autograd.Gradient(name) is { } gradient && !IsFinite(gradient)) is { } first
            ? $"Autograd: going back from the loss, the gradient of {first} is the first that is not finite."
            : null;

    private static bool IsFinite(Tensor tensor)
    {
        if (!tensor.is_floating_point()) return true;
        using var scope = NewDisposeScope();
        return tensor.isfinite().all().item<bool>();
    }
}
