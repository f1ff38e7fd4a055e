using System.CommandLine;
using System.CommandLine.Parsing;

namespace ScratchVsAutograd.Harness.CommandLine;

/// <summary>The command line: its commands, and what becomes of errors.</summary>
internal static class Cli
{
    private const string ProgramName = "scratch-vs-autograd";

    /// <summary>Runs one command line.</summary>
    /// <param name="args">What was typed after the program's name.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">Errors, a sentence each.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var terminal = Terminal.Of(output, error);
        var result = Root(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            if (result.Errors.Count > 0 || UnknownOption(result) is not null) throw new InputException(Complaint(result));
            return result.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (InputException exception)
        {
            error.WriteLine($"{ProgramName}: {exception.Message}");
            return ExitCode.Usage;
        }
    }

    private static string Complaint(ParseResult result)
        => UnknownOption(result) is { } unknown
            ? $"There is no option '{unknown}' here; --help names those there are."
            : result.Errors[0].Message;

    // The parser takes an option it does not know for an argument.
    private static string? UnknownOption(ParseResult result)
        => result.Tokens
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(token => token.Value)
            .Except(result.CommandResult.Command.Options.Select(option => option.Name))
            .FirstOrDefault();

    private static RootCommand Root(Terminal terminal)
    {
        var options = new ExperimentOptions();
        var root = new RootCommand("Gradients written by hand against autograd's: whether they agree, tensor by tensor.");
        root.Add(options.Device);
        var compare = new CompareCommand(options, terminal);
        compare.AddTo(root);
        root.Add(compare.AddTo(new Command("compare", "Compare one backward pass by hand with autograd's (the default command)")));
        root.Add(new TrainCommand(options, terminal).Create());
        root.Add(ListCommand.Create(terminal));
        return root;
    }
}
