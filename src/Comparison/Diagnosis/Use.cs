using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>One use of a tensor in the forward pass, and what autograd sends back through it.</summary>
/// <param name="Consumer">The tensor it was used for, or <see cref="CutRun.Loss"/>.</param>
/// <param name="Gradient">The part of the tensor's gradient that comes from there.</param>
internal readonly record struct Use(string Consumer, Tensor Gradient)
{
    /// <summary>Whether it is the loss itself that uses the tensor.</summary>
    public bool IsLoss => Consumer == CutRun.Loss;

    /// <summary>The uses of a tensor, the last one first, as backward meets them; none where they do not sum up to its gradient.</summary>
    public static IReadOnlyList<Use> Of(PrecisionRun run, string name)
    {
        if (run.IsolatedOn.Gradient(name) is not { } gradient) return [];
        var uses = new List<Use>();
        foreach (var consumer in run.Cut.UsersOf(name).Reverse())
        {
            var upstream = consumer == CutRun.Loss ? null : run.IsolatedOn.Gradient(consumer);
            if (upstream is null && consumer != CutRun.Loss) continue;
            if (run.Cut.SentBack(name, consumer, upstream) is { } sent && Match.Largest(sent) > 0) uses.Add(new Use(consumer, sent));
        }

        return uses.Count > 0 && Match.Explains(uses.Select(use => use.Gradient).Aggregate((sum, use) => sum + use), gradient) ? uses : [];
    }
}
