using System.CommandLine;
using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Harness.Options;

/// <summary>The options that say how much of a report's table is printed: the same for every command that prints one.</summary>
internal sealed class TableOptions
{
    private readonly Option<bool> summary = OptionFactory.Flag("--summary", "Print the findings and the verdict, but no table");

    private readonly DefaultedOption<TableRows> only = OptionFactory.Create(
        "--only", "failing", "Which rows to show [all, but more than 40 that agree are folded]", TableRows.Folded, Rows);

    private readonly Option<bool> verbose = OptionFactory.Flag("--verbose", "Show a row for every tensor, however many agree");

    private readonly Option<bool> legend = OptionFactory.Flag("--legend", "Explain the columns and verdicts below the table, a line each");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { summary, only, verbose, legend }) command.Add(option);
    }

    /// <summary>Which rows were asked for.</summary>
    /// <exception cref="InputException">The two options contradict each other.</exception>
    public TableRows Rows(ParseResult result)
    {
        var rows = only.ValueIn(result);
        if (result.GetValue(verbose))
            rows = rows == TableRows.Failing
                ? throw new InputException("--verbose shows every row, --only failing not; leave one of them out.")
                : TableRows.All;
        if (!result.GetValue(summary)) return rows;
        return rows == TableRows.Folded
            ? TableRows.None
            : throw new InputException(
                "--summary prints no table, so --only and --verbose have nothing to choose from; leave one of them out.");
    }

    /// <summary>Whether the words of the table are to be explained.</summary>
    public bool Legend(ParseResult result) => result.GetValue(legend);

    private static TableRows Rows(string text) => text switch
    {
        "failing" => TableRows.Failing,
        _ => throw new InputException($"'{text}' is not a choice of rows{Nearest.Question(text, ["failing"])}; expected failing."),
    };
}
