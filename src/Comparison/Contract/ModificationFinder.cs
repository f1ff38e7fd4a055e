using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Runs;

namespace ScratchVsAutograd.Comparison.Contract;

/// <summary>Finds the tensors that backward changed, and the line at fault for each.</summary>
internal sealed class ModificationFinder
{
    private readonly Dictionary<string, Modification> found = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> changed;
    private readonly Activations before;
    private readonly RecordingGradients gradients;
    private SourceLocation? last;

    private ModificationFinder(Stage stage, PrecisionRun run, IReadOnlyList<string> changed)
    {
        this.changed = changed;
        var reference = stage.Run(run.Dtype);
        before = new Activations(reference, changed);
        gradients = new RecordingGradients(reference, Upstream.Isolated);
        gradients.Passed += Look;
        BackwardRun.Of(stage.Computation, reference, gradients);
        Look(null);
    }

    /// <summary>What the chained run left changed, or the isolated run changed of what it was handed.</summary>
    public static ImmutableDictionary<string, Modification> Find(Stage stage, PrecisionRun run)
    {
        var changed = run.Marked.Union(Changed(run.Chained)).Union(Changed(run.Isolated)).ToList();
        if (changed.Count == 0) return ImmutableDictionary<string, Modification>.Empty;
        var finder = new ModificationFinder(stage, run, changed);
        return changed.ToImmutableDictionary(
            name => name, name => finder.found.GetValueOrDefault(name)
                ?? new Modification($"backward changed {name} or its gradient in place.", null),
            StringComparer.Ordinal);
    }

    private static IEnumerable<string> Changed(BackwardRun run)
        => run.Gradients.ChangedUpstreams().Concat(run.Gradients.ChangedTerms().Select(term => term.Name));

    // At every line that reads or writes a gradient, and at the end: what is found changed was changed since the last such line.
    private void Look(SourceLocation? line)
    {
        var when = When(line);
        var after = line is null || last == line ? null : last;
        foreach (var name in before.Changed()) Note(name, $"backward changed {name} in place, {when}.", line ?? last, after);
        foreach (var name in changed.Where(gradients.IsChangedUpstream))
            Note(name, $"backward changed the upstream gradient of {name} in place, {when}.", line ?? last, after);
        foreach (var name in changed)
        {
            if (gradients.ChangedTerm(name) is { } writtenAt)
                Note(name, $"the gradient of {name} handed over at {writtenAt} was changed afterwards, {when}.", writtenAt, null);
        }

        last = line;
    }

    private string When(SourceLocation? line) => (last, line) switch
    {
        (null, null) => "and read and wrote no gradient",
        (null, _) => $"no later than {line}",
        (_, null) => $"after {last}",
        _ when last == line => $"in {line}",
        _ => $"between {last} and {line}",
    };

    private void Note(string name, string sentence, SourceLocation? at, SourceLocation? after)
        => found.TryAdd(name, new Modification(sentence, at, after));
}
