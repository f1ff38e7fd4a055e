using System.CommandLine;
using System.ComponentModel;
using ScratchVsAutograd.Harness.Check;
using ScratchVsAutograd.Harness.Compare;
using ScratchVsAutograd.Harness.Diff;
using ScratchVsAutograd.Harness.Experiments;
using ScratchVsAutograd.Harness.Learn;
using ScratchVsAutograd.Harness.New;
using ScratchVsAutograd.Harness.Ops;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;
using ScratchVsAutograd.Harness.Train;

namespace ScratchVsAutograd.Harness;

/// <summary>The command line: its commands, and what becomes of errors.</summary>
internal static class Cli
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">What was typed after the program's name.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">Errors, a sentence each.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var run = new RunOptions();
        var catalog = Catalogue.Of(run);
        var root = Root(run, catalog, Terminal.Of(output, error));
        var result = Parse(root, args);
        // The help of a command would show the root's own argument before the command's name.
        foreach (var argument in root.Arguments) argument.Hidden = result.CommandResult.Command != root;
        try
        {
            if (Complaint.About(result, catalog.Names) is { } complaint) throw new InputException(complaint);
            return result.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (CompilationException exception)
        {
            return Complain(exception.Message, error);
        }
        catch (Exception exception) when (InputException.IsSentence(exception))
        {
            return Refuse(exception.Message, error);
        }
        catch (Exception exception) when (MemoryShortage.Explains(exception))
        {
            return Refuse(MemoryShortage.Sentence("give it less to do at once"), error);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return Refuse(
                $"The system does not let the program continue ({exception.Message.TrimEnd('.')}); fix that and run it again.", error);
        }
    }

    /// <summary>What is wrong with a command line, found without running it; null where nothing is.</summary>
    public static string? ComplaintAbout(IReadOnlyList<string> args)
    {
        var run = new RunOptions();
        var catalog = Catalogue.Of(run);
        return Complaint.About(Parse(Root(run, catalog, Terminal.Of(TextWriter.Null, TextWriter.Null)), args), catalog.Names);
    }

    private static ParseResult Parse(RootCommand root, IReadOnlyList<string> args)
        => root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static int Refuse(string sentence, TextWriter error) => Complain($"{CommandText.Program}: {sentence}", error);

    private static int Complain(string text, TextWriter error)
    {
        try
        {
            error.WriteLine(text);
        }
        catch (InputException)
        {
            // Standard error cannot be written to either, so the exit code is all that is left to say it with.
        }

        return ExitCode.Usage;
    }

    private static RootCommand Root(RunOptions run, ExperimentCatalog catalog, Terminal terminal)
    {
        var root = new RootCommand("Compare hand-written gradients with autograd's, tensor by tensor.");
        root.Add(run.Device);
        new CompareCommand(catalog, run, terminal).AddTo(root);
        root.Add(
            new CompareCommand(catalog, run, terminal).AddTo(
                new Command("compare", "Compare one hand-written backward pass with autograd's (the default command)")));
        root.Add(new TrainCommand(catalog, run, terminal).Create());
        root.Add(new DiffCommand(terminal).Create());
        root.Add(new CheckCommand(run, terminal).Create());
        root.Add(CheckCommand.CreateChild());
        root.Add(new OpsCommand(run, terminal).Create());
        root.Add(new NewCommand(terminal).Create());
        root.Add(new LearnCommand(terminal).Create());
        root.Add(ListCommand.Create(catalog, terminal));
        return root;
    }
}
