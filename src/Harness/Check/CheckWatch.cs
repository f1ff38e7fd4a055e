using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Harness.Check;

/// <summary><c>check --watch</c>: checks at every save, until q is pressed.</summary>
/// <param name="terminal">What is cleared before each check; not where it is a file or a pipe.</param>
/// <param name="title">What is watched, in words.</param>
/// <param name="state">What tells the files as they are now from what they were; null while one is gone, in the middle of a save.</param>
/// <param name="key">The key that was pressed, if any.</param>
/// <param name="check">Checks once and prints it; returns the exit code.</param>
internal sealed class CheckWatch(Terminal terminal, string title, Func<string?> state, Func<char?> key, Func<TableRows, int> check)
{
    /// <summary>How long causes are looked for unless it is said: who has just saved waits for the verdict.</summary>
    public static readonly TimeSpan WhyTime = TimeSpan.FromSeconds(0.5);

    // What one does not see as a delay; looking at the times of a few files this often costs next to nothing, and works on every disk.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <summary>Watches source files.</summary>
    /// <exception cref="InputException">A project or an assembly was typed.</exception>
    public static CheckWatch Of(IReadOnlyList<string> typed, Terminal terminal, Func<TableRows, int> check)
    {
        if (typed.SelectMany(TargetFinder.Find).FirstOrDefault(file => !CheckTargets.IsSource(file)) is { } other)
            throw new InputException($"--watch checks C# source files again as they are saved, and {other} is none; give it the source.");
        return new CheckWatch(terminal, NameList.Short(typed), () => StateOf(typed), Console.IsInputRedirected ? () => null : Key, check);
    }

    /// <summary>Checks, and waits, until q is pressed.</summary>
    /// <param name="rows">Which rows of the tables to show; v changes to all of them and back.</param>
    /// <returns>The exit code of the last check.</returns>
    public int Run(TableRows rows)
    {
        var fewer = rows == TableRows.All ? TableRows.Folded : rows;
        for (var shown = rows; ;)
        {
            var before = state();
            if (terminal.Console.Profile.Out.IsTerminal) terminal.Console.Clear(home: true);
            var outcome = Check(shown);
            terminal.Out.WriteLine();
            var other = shown == TableRows.All ? "fewer" : "all";
            terminal.Out.WriteLine($"Watching {title}. q quits, r checks again, v shows {other} rows.");
            terminal.Out.Flush();
            var pressed = Wait(before);
            if (pressed == 'q') return outcome;
            if (pressed == 'v') shown = shown == TableRows.All ? fewer : TableRows.All;
        }
    }

    // What is wrong with a file may be mended by the next save.
    private int Check(TableRows rows)
    {
        try
        {
            return check(rows);
        }
        catch (Exception exception) when (exception is CompilationException || InputException.IsSentence(exception))
        {
            terminal.Out.WriteLine(exception.Message);
            return ExitCode.Usage;
        }
    }

    // The key that was pressed; null where a file was saved. A save may take several steps: it is over when nothing changes any more.
    private char? Wait(string? before)
    {
        for (var last = before; ; Thread.Sleep(Pause))
        {
            if (key() is { } pressed && char.ToLowerInvariant(pressed) is var lower and ('q' or 'r' or 'v')) return lower;
            var now = state();
            if (now is not null && now != before && now == last) return null;
            last = now;
        }
    }

    private static string? StateOf(IReadOnlyList<string> typed)
    {
        try
        {
            return string.Join('\n', typed.SelectMany(TargetFinder.Find).Select(file => new FileInfo(file))
                .Select(file => FormattableString.Invariant($"{file.FullName} {file.LastWriteTimeUtc.Ticks} {file.Length}")));
        }
        catch (Exception exception) when (exception is InputException or IOException)
        {
            return null;
        }
    }

    private static char? Key() => Console.KeyAvailable ? Console.ReadKey(intercept: true).KeyChar : null;
}
