using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Check;

// This folder: other people's code, found, compiled and checked in a process that may crash or hang. TargetFinder finds files,
// SourceCompiler and ProjectBuild make assemblies of them, CandidateFinder finds what is in those. CheckSession asks a child process
// (ChildProcess here, ChildServer there) for one CheckOutcome after the other, as CandidateRunner makes them; Patience decides how long
// to wait, CheckWatch when to check again, LastWords says what a child died of. CheckText and JsonCheck write the outcomes.

/// <summary>
/// <c>check FILE…</c>: every computation and custom autograd function in somebody's source files, projects or assemblies.
/// </summary>
internal sealed class CheckCommand(RunOptions run, Terminal terminal)
{
    private readonly Argument<string[]> files = new("file")
    {
        Description = "C# source files (MyOp.cs), folders of them, patterns ('ops/*.cs'), projects (My.csproj) or assemblies (My.dll)",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly DefaultedOption<string?> filter = OptionFactory.Create(
        "--filter", "NAME", "Only what has NAME in its name, upper or lower case [all]", (string?)null, text => text);

    private readonly DefaultedOption<double?> timeout = OptionFactory.Create<double?>(
        "--timeout", "SECONDS",
        "Time limit for one computation [none while it makes progress; 60, or ten of its runs, without a sign of life]", null,
        text => Seconds(text));

    private readonly DefaultedOption<ScalarType?> dtype = OptionFactory.Create<ScalarType?>(
        "--dtype", "DTYPE", "float32, float64, bfloat16 or float16 [each computation's own]", null, text => ValueParser.Dtype(text));

    private readonly DefaultedOption<long> seed = OptionFactory.Create(
        "--seed", "N", "Seed of the random generator, and of constructors that take one [0]", 0L, ValueParser.Seed);

    private readonly Option<bool> watch = OptionFactory.Flag(
        "--watch", "Check again at every save; keys: q quits, r checks again, v shows every row");

    private readonly ToleranceOptions tolerance = new();

    private readonly TableOptions table = new();

    private readonly ReportFiles outputs = new();

    public Command Create()
    {
        var command = new Command(
            "check",
            "Check your own backward passes: every Computation in source files, projects or assemblies, and every custom autograd function "
                + "with "
            + "a sample marked [GradCheck]. Each runs in a process that may crash or hang. Exit code 0: all agree; 1: at least one does "
            + "not, or did not finish; "
            + "2: an argument is not usable");
        command.Add(files);
        foreach (var option in new Option[] { filter, timeout, watch, dtype, seed }) command.Add(option);
        tolerance.AddTo(command);
        table.AddTo(command);
        outputs.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    /// <summary>The command by which the program starts itself.</summary>
    public static Command CreateChild()
    {
        var (from, to) = (new Argument<string>("from"), new Argument<string>("to"));
        var command = new Command(ChildServer.CommandName) { Hidden = true };
        command.Add(from);
        command.Add(to);
        command.SetAction(result => ChildServer.Run(result.GetRequiredValue(from), result.GetRequiredValue(to)));
        return command;
    }

    private int Run(ParseResult result)
    {
        var typed = result.GetRequiredValue(files);
        var asked = outputs.Asked(result);
        // Before the work, not after it.
        OutputFile.RequireWritable([.. typed.Concat(typed.SelectMany(TargetFinder.Find)).Distinct().SelectMany(CheckInputs.Of)], asked);
        TimeSpan? limit = timeout.ValueIn(result) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        using var session = new CheckSession(limit);
        return result.GetValue(watch)
            ? CheckWatch.Of(typed, terminal, rows => Check(result, session, rows)).Run(table.Rows(result))
            : Check(result, session, table.Rows(result));
    }

    // The files as they are now.
    private int Check(ParseResult result, CheckSession session, TableRows rows)
    {
        var targets = CheckTargets.Of(result.GetRequiredValue(files));
        var loadable = CheckPlan.Loadable(targets);
        var found = loadable.Count == 0 ? [] : session.Load(Settings(result, loadable, rows));
        var plan = new CheckPlan(targets, found, filter.ValueIn(result));
        var outcomes = ProgressBar.Show(
            terminal.ErrorConsole, "checking", plan.Steps.Count, report => CheckAll(session, plan.Steps, report));
        var text = new CheckText(plan.Notes, targets.IsOneFile, rows, table.Legend(result));
        var texts = text.Of(outcomes).ToImmutableArray();
        var results = new Results(
            texts, outcomes, stream => JsonCheck.Write(stream, outcomes),
            () => CheckPage.Of(outcomes, texts[^1], targets.IsOneFile, CommandText.Of(result)));
        ReportFiles.Write(outputs.Asked(result), results, terminal);
        if (outcomes.Exists(outcome => outcome.IsUnusable)) return ExitCode.Usage;
        return outcomes.All(outcome => outcome.Agrees) ? ExitCode.Agree : ExitCode.Disagree;
    }

    private static List<CheckOutcome> CheckAll(CheckSession session, IReadOnlyList<CheckStep> steps, Action<long> report)
    {
        var outcomes = new List<CheckOutcome>();
        foreach (var step in steps)
        {
            outcomes.Add(step.Outcome ?? session.Run(step.Request!) with { File = step.File });
            report(outcomes.Count);
        }

        return outcomes;
    }

    private CheckSettings Settings(ParseResult result, IReadOnlyList<CheckTarget> targets, TableRows rows) => new()
    {
        Targets = targets,
        Code = targets.Where(target => target.Code is not null).DistinctBy(target => target.Assembly)
            .ToDictionary(target => target.Assembly!, target => target.Code!),
        Device = run.UsableDevice(result).ToString(),
        Dtype = dtype.ValueIn(result),
        Relative = tolerance.Relative(result),
        Absolute = tolerance.Absolute(result),
        Inputs = tolerance.Inputs(result),
        Strict = tolerance.Strict(result),
        Witness = tolerance.Witness(result),
        WhyTime = tolerance.WhyTime(result, unlessGiven: result.GetValue(watch) ? CheckWatch.WhyTime : null),
        Seed = seed.ValueIn(result),
        Command = CommandText.Of(result),
        Rows = rows,
        HasPage = ReportFormat.NeedsPictures(outputs.Asked(result)),
    };

    private static double Seconds(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 1_000_000
            ? seconds
            : throw new InputException($"'{text}' is not a time; expected seconds, such as 60 or 0.5.");
}
