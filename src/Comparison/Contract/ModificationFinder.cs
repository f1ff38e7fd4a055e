using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Scratch;

namespace ScratchVsAutograd.Comparison.Contract;

/// <summary>Finds the tensors that backward changed, and the line at fault for each.</summary>
internal sealed class ModificationFinder
{
    private readonly Dictionary<string, Modification> found = new(StringComparer.Ordinal);
    private readonly Activations before;
    private readonly RecordingGradients gradients;

    private ModificationFinder(Stage stage, PrecisionRun run)
    {
        var reference = stage.Run(run.Dtype);
        before = new Activations(reference);
        gradients = new RecordingGradients(reference, Upstream.Isolated);
        gradients.Written += Look;
        BackwardRun.Of(stage.Computation, reference, gradients);
    }

    /// <summary>What the chained run left changed, or the isolated run changed of what it was handed.</summary>
    public static ImmutableDictionary<string, Modification> Find(Stage stage, PrecisionRun run)
    {
        var changed = run.Before.Changed().Union(Changed(run.Chained)).Union(Changed(run.Isolated)).ToList();
        if (changed.Count == 0) return ImmutableDictionary<string, Modification>.Empty;
        var finder = new ModificationFinder(stage, run);
        return changed.ToImmutableDictionary(
            name => name, name => finder.found.GetValueOrDefault(name) ?? new Modification($"backward changed {name} or its gradient in place.", null),
            StringComparer.Ordinal);
    }

    private static IEnumerable<string> Changed(BackwardRun run)
        => run.Gradients.ChangedUpstreams().Concat(run.Gradients.ChangedTerms().Select(term => term.Name));

    // After every line that writes a gradient: the first at which a tensor is found changed is the one that changed it.
    private void Look(SourceLocation line)
    {
        foreach (var name in before.Changed()) Note(name, $"backward changed {name} in place, by {line}.", line);
        foreach (var name in gradients.ChangedUpstreams())
            Note(name, $"backward changed the upstream gradient of {name} in place, by {line}.", line);
        foreach (var (name, writtenAt) in gradients.ChangedTerms())
            Note(name, $"the gradient of {name} handed over at {writtenAt} was changed afterwards, by {line}.", writtenAt);
    }

    private void Note(string name, string sentence, SourceLocation at) => found.TryAdd(name, new Modification(sentence, at));
}
