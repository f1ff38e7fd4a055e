using System.CommandLine;
using System.Text;
using ScratchVsAutograd.Files.Writing;
using ScratchVsAutograd.Harness.Learn.Course;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Harness.Learn;

// This folder: a course in writing backward passes. Course/ has the exercises, each one file of the repository's folder exercises, from
// which its unfinished form, its hints and its solution come, and the marking, which check uses in place of its report.

/// <summary><c>learn</c>: lists the exercises, writes one, gives a hint, or shows a solution.</summary>
internal sealed class LearnCommand(Terminal terminal)
{
    private const int Levels = 3;

    private readonly Argument<string?> name = new("exercise")
    {
        Description = "Which exercise to write [list them]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int?> hint = new("--hint")
    {
        HelpName = "1|2|3",
        Description = "A hint for the first gradient that is not written yet in the exercise's file: the rule, its equation, or the "
            + "line [1]",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = Level,
    };

    private readonly DefaultedOption<string?> gradient = OptionFactory.Create(
        "--of", "GRADIENT", "The hint for this one, such as dW", (string?)null, text => text);

    private readonly Option<bool> solution = OptionFactory.Flag("--solution", "Show the exercise with every gradient written");

    public Command Create()
    {
        var command = new Command(
            "learn", "Learn to write backward passes: a course of exercises, which 'check' marks. Without a name, list them");
        command.Add(name);
        foreach (var option in new Option[] { hint, gradient, solution }) command.Add(option);
        command.SetAction(Run);
        return command;
    }

    private void Run(ParseResult result)
    {
        var hinted = result.GetResult(hint) is not null;
        if (result.GetValue(name) is not { } typed)
        {
            if (hinted || result.GetValue(solution)) throw new InputException("Which exercise? Give its name; 'learn' lists them.");
            List();
            return;
        }

        var exercise = Exercises.Named(typed);
        if (result.GetValue(solution))
            terminal.Out.Write(exercise.Solution());
        else if (hinted || gradient.ValueIn(result) is not null)
            Hint(exercise, result.GetValue(hint) ?? 1, gradient.ValueIn(result));
        else
            Write(exercise);
    }

    private void List()
    {
        var width = Exercises.All.Max(exercise => exercise.Name.Length);
        foreach (var exercise in Exercises.All)
            terminal.Out.WriteLine(FormattableString.Invariant($"{exercise.Number,2}  {exercise.Name.PadRight(width)}  {exercise.Title}"));
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"Begin with: {CommandText.Program} learn {Exercises.All[0].Name}");
    }

    private void Write(Exercise exercise)
    {
        var file = exercise.FileName;
        if (Path.Exists(file))
            throw new InputException(
                $"{file} is there already, and nothing was written; go on with it ('{CommandText.Program} check {file}'), or move it "
                + "away.");
        AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(exercise.Unfinished())));
        terminal.Out.WriteLine($"Wrote {file}: {exercise.Title}. Write its gradients, and have them marked:");
        terminal.Out.WriteLine($"{CommandText.Program} check {file}");
    }

    private void Hint(Exercise exercise, int level, string? asked)
    {
        var gap = asked is null ? FirstOpen(exercise) : Asked(exercise, asked);
        terminal.Out.WriteLine($"{gap.Gradient}: {(level == 1 ? gap.Rule : level == 2 ? gap.Equation : string.Join('\n', gap.Lines))}");
        if (level < Levels)
            terminal.Out.WriteLine(
                FormattableString.Invariant($"More: {CommandText.Program} learn {exercise.Name} --of {gap.Gradient} --hint {level + 1}"));
    }

    // The reader's file is in the current folder; where it is not, nothing is written yet.
    private static Gap FirstOpen(Exercise exercise)
    {
        var text = File.Exists(exercise.FileName) ? File.ReadAllText(exercise.FileName) : exercise.Unfinished();
        return exercise.Gaps.FirstOrDefault(gap => text.Contains(gap.Placeholder, StringComparison.Ordinal)) ?? throw new InputException(
            $"Every gradient in {exercise.FileName} is written; 'check' says which is wrong, and --of names the one that you want a hint "
                + "for.");
    }

    private static Gap Asked(Exercise exercise, string gradient)
    {
        var gradients = exercise.Gaps.Select(gap => gap.Gradient).ToList();
        return exercise.Gaps.FirstOrDefault(gap => gap.Gradient == gradient) ?? throw new InputException(
            $"{exercise.Name} has no gradient '{gradient}'{Nearest.Question(gradient, gradients)}; it has {NameList.Of(gradients)}.");
    }

    private static int? Level(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (result.Tokens is not [{ Value: var text }]) return null;
        if (text is "1" or "2" or "3") return text[0] - '0';
        result.AddError($"--hint: '{text}' is not a level; expected 1 for the rule, 2 for the equation, or 3 for the line.");
        return null;
    }
}
