using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Scratch;

namespace ScratchVsAutograd.Comparison.Contract;

/// <summary>Finds the tensors that backward changed, and the first line by which each was changed.</summary>
internal static class ModificationFinder
{
    /// <summary>What the chained run left changed, or the isolated run changed of what it was handed.</summary>
    public static ImmutableDictionary<string, SourceLocation?> Find(Stage stage, PrecisionRun run)
    {
        var activations = run.Before.Changed().ToList();
        var gradients = run.Chained.Gradients.ChangedGradients().Union(run.Isolated.Gradients.ChangedGradients()).ToList();
        if (activations.Count + gradients.Count == 0) return ImmutableDictionary<string, SourceLocation?>.Empty;
        var lines = Lines(stage, run, activations);
        return activations.Union(gradients).ToImmutableDictionary(name => name, lines.GetValueOrDefault, StringComparer.Ordinal);
    }

    // Once more, looking after every line that writes a gradient.
    private static Dictionary<string, SourceLocation> Lines(Stage stage, PrecisionRun run, List<string> activations)
    {
        var reference = stage.Run(run.Dtype);
        var before = new Activations(reference);
        var lines = new Dictionary<string, SourceLocation>(StringComparer.Ordinal);
        var gradients = new RecordingGradients(reference, Upstream.Isolated);
        gradients.Written += line =>
        {
            var changed = activations.Count == 0 ? [] : before.Changed();
            foreach (var name in changed.Concat(gradients.ChangedGradients())) lines.TryAdd(name, line);
        };
        BackwardRun.Of(stage.Computation, reference, gradients);
        return lines;
    }
}
