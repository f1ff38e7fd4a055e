using System.CommandLine;
using ScratchVsAutograd.Comparison.Page;
using ScratchVsAutograd.Harness.Ops.Checks;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;
using ScratchVsAutograd.Scratch.Catalogue;

namespace ScratchVsAutograd.Harness.Ops;

/// <summary><c>ops [NAME…]</c>: the catalogue of hand-written ops, checked, listed or shown.</summary>
internal sealed class OpsCommand(RunOptions run, Terminal terminal)
{
    private readonly Argument<string[]> names = new("name") { Description = "Which ops [all]", Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<bool> list = OptionFactory.Flag("--list", "Name the ops and the checks instead, a line each");

    private readonly Option<bool> markdown = OptionFactory.Flag("--markdown", "The same as a page of Markdown");

    private readonly Option<bool> show = OptionFactory.Flag(
        "--show", "Print the source of the named ops instead: equation, forward, backward");

    private readonly DefaultedOption<string?> html = OptionFactory.Create(
        ReportFormat.Page, "FILE", "Write the table as one HTML page, to look at; - writes it to standard output, in place of the text",
        (string?)null, ValueParser.Path);

    public Command Create()
    {
        var command = new Command(
            "ops",
            "Check the catalogue of ops written by hand: forward against torch's own, backward against autograd and finite differences, "
                + "and what else an op "
            + "owes. Exit code 0: all pass; 1: one does not");
        command.Add(names);
        foreach (var option in new Option[] { list, markdown, show, html }) command.Add(option);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult result)
    {
        var rows = Rows(result.GetRequiredValue(names));
        if (result.GetValue(show)) return Print(string.Join(Environment.NewLine, Named(result, rows).Select(row => OpSource.Text(row.Op))));
        if (result.GetValue(markdown)) return Print(OpsText.Markdown());
        if (result.GetValue(list)) return Print(OpsText.List());
        var file = new OutputFile(html.Name, html.ValueIn(result));
        OutputFile.RequireWritable([], file);
        var device = run.OpenDevice(result);
        var cells = rows.SelectMany(_ => OpChecks.All, (row, check) => (row, check)).ToList();
        var results = ProgressBar.Show(terminal.ErrorConsole, "checking ops", cells.Count, report => cells.Select((cell, index) =>
        {
            var found = new OpResult(cell.row, cell.check, cell.check.Faults(cell.row, device));
            report(index + 1);
            return found;
        }).ToList());
        var text = OpsText.Table(results);
        OutputFile.Write(
            terminal, () => terminal.Out.Write(text),
            (file, output => HtmlPage.Write(output, OpsPage.Of(results, CommandText.Of(result)), text)));
        return results.Exists(found => found.Faults is [_, ..]) ? ExitCode.Disagree : ExitCode.Agree;
    }

    private static IReadOnlyList<OpRow> Rows(string[] typed)
        => typed.Length == 0 ? OpCatalogue.Rows : [.. typed.Select(OpNamed).Distinct()];

    private static OpRow OpNamed(string typed)
        => OpCatalogue.Find(typed) ?? throw new InputException(
            $"There is no op '{typed}'{Nearest.Question(typed, OpCatalogue.Rows.Select(row => row.Name))}; ops --list names them.");

    private IReadOnlyList<OpRow> Named(ParseResult result, IReadOnlyList<OpRow> rows)
        => result.GetRequiredValue(names).Length > 0
            ? rows
            : throw new InputException("--show wants the name of an op, such as ops linear --show; ops --list names them.");

    private int Print(string text)
    {
        terminal.Out.Write(text);
        return ExitCode.Agree;
    }
}
