using System.Collections.Immutable;
using System.CommandLine;
using ScratchVsAutograd.Harness.Options;
using Spectre.Console;

namespace ScratchVsAutograd.Harness.Output;

// This folder: how results leave the program. A command makes Results; ReportFormat lists what they can be written as (a new format is a
// line there), OutputFile is one file or standard output, OutputGuard decides before any work whether it may be written. JsonText and
// the other Json files write records, ConsoleLines colours, Terminal is where it all goes.

/// <summary>
/// The options that name files to write a report to, and what is written: the same for every command that makes a report.
/// </summary>
internal sealed class ReportFiles
{
    private readonly ImmutableArray<DefaultedOption<string?>> options =
        [
            .. ReportFormat.All.Select(
                format => OptionFactory.Create(format.Option, "FILE", format.Description, (string?)null, ValueParser.Path))];

    public void AddTo(Command command)
    {
        foreach (var option in options) command.Add(option);
    }

    /// <summary>What was asked for, one a format.</summary>
    /// <exception cref="InputException">Two are to take the place of the text.</exception>
    public ImmutableArray<OutputFile> Asked(ParseResult result)
    {
        ImmutableArray<OutputFile> asked = [
            .. ReportFormat.All.Zip(options, (format, option) => new OutputFile(format.Option, option.ValueIn(result)))];
        return asked.Where(output => output.IsStandardOutput).Skip(1).FirstOrDefault() is { } second
            ? throw new InputException($"{asked.First(output => output.IsStandardOutput).Option} and {second.Option} both want standard "
                + $"output; give {second.Option} a file.")
            : asked;
    }

    /// <summary>Writes the files, and the text to the terminal unless one takes its place.</summary>
    /// <param name="asked">See <see cref="Asked"/>.</param>
    /// <param name="results">What was found.</param>
    /// <param name="terminal">Where the text goes.</param>
    /// <param name="below">Writes what stands below the text.</param>
    public static void Write(ImmutableArray<OutputFile> asked, Results results, Terminal terminal, Action? below = null)
        => OutputFile.Write(
        terminal,
        () =>
        {
            terminal.Console.WriteReports(results.Printed);
            below?.Invoke();
        },
        [.. asked.Zip(ReportFormat.All, (output, format) => (output, (Action<Stream>)(stream => format.Write(stream, results))))]);
}
