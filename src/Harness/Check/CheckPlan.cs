using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>What is to be run, in the order of the files, and what there is to say about the rest.</summary>
internal sealed class CheckPlan
{
    private readonly CheckTargets targets;
    private readonly string? filter;
    private readonly List<CheckStep> steps = [];
    private readonly List<string> notes = [];

    /// <summary>Plans the run.</summary>
    /// <param name="targets">The files.</param>
    /// <param name="found">What is in those that have an assembly, in their order.</param>
    /// <param name="filter">What a key must contain; null for all.</param>
    /// <exception cref="InputException">There is nothing to run and nothing to report.</exception>
    public CheckPlan(CheckTargets targets, IReadOnlyList<TargetContent> found, string? filter)
    {
        (this.targets, this.filter) = (targets, filter);
        if (targets.IsOneFile && found is [{ Unusable: { } sentence }]) throw new InputException(sentence);
        AddSteps(found);
        if (steps.Count == 0) throw new InputException(filter is null ? Nothing(found) : NothingOfThatName(found));
        AddNotes(found);
    }

    /// <summary>One for each candidate, and one for each file that cannot be checked.</summary>
    public IReadOnlyList<CheckStep> Steps => steps;

    /// <summary>What was not checked, a sentence each.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>The targets that have an assembly, which is what a <see cref="CheckRequest"/> counts.</summary>
    public static IReadOnlyList<CheckTarget> Loadable(CheckTargets targets)
        => [.. targets.Items.Where(target => target.Assembly is not null)];

    private void AddSteps(IReadOnlyList<TargetContent> found)
    {
        var loadable = Loadable(targets);
        foreach (var target in targets.Items)
        {
            var index = target.Assembly is null ? -1 : loadable.Index().First(item => item.Item == target).Index;
            if ((target.Problem ?? found[index].Unusable) is { } problem)
                steps.Add(new CheckStep(target.Name, Outcome: Unusable(target, problem)));
            else
                steps.AddRange(found[index].Keys.Where(IsChosen).Select(key => new CheckStep(target.Name, new CheckRequest(index, key))));
        }
    }

    private static CheckOutcome Unusable(CheckTarget target, string problem) => CheckOutcome.Failed(target.Name, problem) with
    {
        File = target.Name,
        IsUnusable = true,
        Report = target.Errors.Count == 0 ? null : new PrintedReport
        {
            Table = new Table([new("")], [.. target.Errors.Select(error => Table.Line(Tone.Plain, error))]),
        },
    };

    private bool IsChosen(string key) => filter is null || key.Contains(filter, StringComparison.OrdinalIgnoreCase);

    private string Nothing(IReadOnlyList<TargetContent> found)
    {
        var skipped = found.SelectMany(content => content.Skipped).ToList();
        if (skipped.Count > 0) return $"{targets.Name} has nothing to check yet: {skipped[0]}";
        var functions = found.SelectMany(content => content.WithoutSample).ToList();
        return functions.Count > 0
            ? $"{targets.Name} has nothing to check yet: {NameList.Short(functions)} needs a sample, a public static property marked "
                + "[GradCheck] that returns a "
              + "FunctionSample."
            : $"{targets.Name} has nothing to check; {CandidateFinder.LookedFor}. '{CommandText.Program} new op NAME' writes an example.";
    }

    private string NothingOfThatName(IReadOnlyList<TargetContent> found)
    {
        var keys = found.SelectMany(content => content.Keys).ToList();
        return keys.Count == 0
            ? Nothing(found)
            : $"--filter: nothing in {targets.Name} has '{filter}' in its name{Nearest.Question(filter!, keys)}; there are "
                + $"{NameList.Short(keys)}.";
    }

    private void AddNotes(IReadOnlyList<TargetContent> found)
    {
        var functions = found.SelectMany(content => content.WithoutSample).ToList();
        if (functions.Count == 1)
            notes.Add($"{functions[0]} is a custom autograd function and was not checked; mark a sample of it with [GradCheck].");
        if (functions.Count > 1)
            notes.Add($"{NameList.Short(functions)} are custom autograd functions and were not checked; mark a sample of each with "
                + "[GradCheck].");
        notes.AddRange(found.SelectMany(content => content.Skipped));
        var empty = Loadable(targets).Zip(found).Where(pair => pair.Second is { Keys: [], WithoutSample: [], Skipped: [], Unusable: null })
            .Select(pair => pair.First.Name).ToList();
        if (empty.Count > 0 && !targets.IsOneFile) notes.Add($"There is nothing to check in {NameList.Short(empty)}.");
        notes.AddRange(
            targets.LeftOut.Select(
                target => $"{target.Name} was left out: it has nothing to check, and {target.Problem!["it ".Length..]}"));
    }

}
