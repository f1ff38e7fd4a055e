using System.CommandLine;
using System.Globalization;
using System.Text;
using ScratchVsAutograd.Harness.Checking;
using ScratchVsAutograd.Harness.Output;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.CommandLine;

/// <summary><c>check FILE</c>: every computation and custom autograd function in somebody's assembly or source file.</summary>
internal sealed class CheckCommand(ExperimentOptions experimentOptions, Terminal terminal)
{
    private readonly Argument<string> file = new("file") { Description = "An assembly (MyModels.dll), or one C# source file (MyOp.cs)" };

    private readonly DefaultedOption<string?> filter = OptionFactory.Create(
        "--filter", "NAME", "Only what has NAME in its name, whatever the case [all]", (string?)null, text => text);

    private readonly DefaultedOption<double> timeout = OptionFactory.Create(
        "--timeout", "SECONDS", "How long one computation may take [60]", 60.0, Seconds);

    private readonly DefaultedOption<ScalarType?> dtype = OptionFactory.Create<ScalarType?>(
        "--dtype", "DTYPE", "float32, float64, bfloat16 or float16 [each computation's own]", null, text => ValueParser.Dtype(text));

    private readonly DefaultedOption<long> seed = OptionFactory.Create(
        "--seed", "N", "Seed of the random generator, and of constructors that take one [0]", 0L, ValueParser.Seed);

    private readonly ToleranceOptions tolerance = new();

    private readonly DefaultedOption<string?> json = OptionFactory.Create(
        "--json", "FILE", "Write the reports as a JSON array; - is standard output, and then nothing else is", (string?)null, ValueParser.Path);

    public Command Create()
    {
        var command = new Command(
            "check",
            "Check your own backward passes: every Computation in an assembly or source file, and every custom autograd function with a sample "
            + "marked [GradCheck]. Each runs in a process that may crash or hang. Exit code 0: all agree; 1: one does not, or did not end; "
            + "2: something given is not usable");
        command.Add(file);
        foreach (var option in new Option[] { filter, timeout, dtype, seed }) command.Add(option);
        tolerance.AddTo(command);
        command.Add(json);
        command.SetAction(Run);
        return command;
    }

    /// <summary>The command by which the program starts itself.</summary>
    public static Command CreateChild()
    {
        var pipe = new Argument<string>("pipe");
        var command = new Command(ChildServer.CommandName) { Hidden = true };
        command.Add(pipe);
        command.SetAction(result => ChildServer.Run(result.GetRequiredValue(pipe)));
        return command;
    }

    private int Run(ParseResult result)
    {
        var typed = result.GetRequiredValue(file);
        var jsonFile = json.ValueIn(result);
        // Before the work, not after it.
        if (jsonFile is not null and not ReportOutputs.StandardOutput) AtomicFile.RequireWritable(jsonFile);
        using var target = CheckTarget.Of(typed);
        using var session = new CheckSession(Settings(result, target), TimeSpan.FromSeconds(timeout.ValueIn(result)));
        var keys = Chosen(session, filter.ValueIn(result), typed);
        var outcomes = ProgressBar.Show(terminal.ErrorConsole, "checking", keys.Count, report => CheckAll(session, keys, report));
        Write(outcomes, session.WithoutSample, jsonFile);
        return outcomes.All(outcome => outcome.Agrees) ? ExitCode.Agree : ExitCode.Disagree;
    }

    private static List<CheckOutcome> CheckAll(CheckSession session, IReadOnlyList<string> keys, Action<long> report)
    {
        var outcomes = new List<CheckOutcome>();
        foreach (var key in keys)
        {
            outcomes.Add(session.Run(key));
            report(outcomes.Count);
        }

        return outcomes;
    }

    private CheckSettings Settings(ParseResult result, CheckTarget target) => new()
    {
        Assembly = target.Assembly,
        Target = target.Name,
        Device = experimentOptions.UsableDevice(result).ToString(),
        Dtype = dtype.ValueIn(result),
        Relative = tolerance.Relative(result),
        Absolute = tolerance.Absolute(result),
        Inputs = tolerance.Inputs(result),
        Strict = tolerance.Strict(result),
        Witness = tolerance.Witness(result),
        WhyTime = tolerance.WhyTime(result),
        Seed = seed.ValueIn(result),
        Command = CommandText.Of(result),
        Width = Math.Min(terminal.Console.Profile.Width, TextReport.DefaultWidth),
    };

    private static IReadOnlyList<string> Chosen(CheckSession session, string? filter, string file)
    {
        if (session.Found.Count == 0) throw new InputException(NothingIn(file, session.WithoutSample));
        if (filter is null) return session.Found;
        var chosen = session.Found.Where(key => key.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
        return chosen.Count > 0
            ? chosen
            : throw new InputException($"--filter: nothing in {file} has '{filter}' in its name; there are {NameList.Of(session.Found)}.");
    }

    private static string NothingIn(string file, IReadOnlyList<string> functions) => functions.Count > 0
        ? $"{file} has nothing to check yet: {NameList.Of(functions)} needs a sample, a public static property marked [GradCheck] that returns a FunctionSample."
        : $"{file} has nothing to check; {CandidateFinder.LookedFor}. '{Cli.ProgramName} new op NAME' writes an example.";

    private void Write(List<CheckOutcome> outcomes, IReadOnlyList<string> withoutSample, string? jsonFile)
    {
        if (jsonFile == ReportOutputs.StandardOutput)
        {
            using var buffer = new MemoryStream();
            JsonCheck.Write(buffer, outcomes);
            terminal.Out.Write(Encoding.UTF8.GetString(buffer.ToArray()));
            return;
        }

        if (jsonFile is not null) AtomicFile.Write(jsonFile, stream => JsonCheck.Write(stream, outcomes));
        terminal.Console.WriteLines(CheckText.Lines(outcomes, withoutSample, Math.Min(terminal.Console.Profile.Width, TextReport.DefaultWidth)));
    }

    private static double Seconds(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 1_000_000
            ? seconds
            : throw new InputException($"'{text}' is not a time; expected seconds, such as 60 or 0.5.");
}
