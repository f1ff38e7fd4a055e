using System.CommandLine;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>The experiments there are.</summary>
/// <param name="all">One or more; the first is the one that is meant where none is named.</param>
internal sealed class ExperimentCatalog(IReadOnlyList<Experiment> all)
{
    public IReadOnlyList<Experiment> All => all;

    /// <summary>How the ops are named together, each of which is an experiment.</summary>
    public const string AnyOp = "op:NAME";

    public Experiment Default => all[0];

    public IReadOnlyList<string> Names => [.. all.Select(experiment => experiment.Name)];

    /// <summary>What names one of them on the command line.</summary>
    public Argument<string?> Argument() => new("experiment")
    {
        Description = $"Which experiment; list names them [{Default.Name}]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The options of all of them.</summary>
    public IReadOnlyList<Option> Options => [.. all.SelectMany(experiment => experiment.Options).Distinct()];

    /// <summary>The experiment that is meant.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="argument">What it was typed for.</param>
    /// <exception cref="InputException">There is none of that name, or it has no use for an option that was given.</exception>
    public Experiment Find(ParseResult result, Argument<string?> argument)
    {
        var name = result.GetValue(argument) ?? Default.Name;
        var found = all.FirstOrDefault(experiment => experiment.Name == name) ?? throw new InputException(
            $"There is no command or experiment '{name}'{Nearest.Question(name, Names)}; the experiments are "
                + $"{string.Join(", ", all.Where(experiment => experiment.IsListed).Select(experiment => experiment.Name).Append(AnyOp))}. "
                + "See --help and list.");
        RequireMeaningful(result, found);
        return found;
    }

    private void RequireMeaningful(ParseResult result, Experiment experiment)
    {
        var foreign = Options.Except(experiment.Options).ToDictionary(option => option.Name, StringComparer.Ordinal);
        if (result.Tokens.FirstOrDefault(token => foreign.ContainsKey(token.Value)) is not { Value: var typed }) return;
        var command = result.CommandResult.Command is RootCommand ? "compare" : result.CommandResult.Command.Name;
        var owners = all.Where(other => other.Options.Contains(foreign[typed])).Select(other => other.IsListed ? other.Name : AnyOp);
        throw new InputException(
            $"{typed} has no effect on the experiment {experiment.Name}, which takes "
            + $"{Listed(experiment.Options.Select(option => option.Name))} only; leave {typed} out, or {command} "
            + $"{string.Join(" or ", owners.Distinct())}.");

        static string Listed(IEnumerable<string> names) => NameList.Of([.. names]);
    }
}
