using System.Globalization;
using System.Text.RegularExpressions;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>What a process wrote to standard error, the beginning of it, and what that says about its end.</summary>
internal sealed partial class LastWords
{
    private const int MostLines = 400;

    private readonly List<string> lines = [];
    private readonly Lock adding = new();

    /// <summary>Takes one line, from any thread.</summary>
    public void Add(string? line)
    {
        lock (adding)
        {
            if (line is null) return;
            // Chatter comes before the end, which is what counts.
            if (lines.Count == MostLines) lines.RemoveRange(0, IsLastWord(lines[0]) ? 0 : 1);
            if (lines.Count < MostLines) lines.Add(line);
        }
    }

    /// <summary>How a process ended, in the middle of a sentence.</summary>
    /// <param name="exitCode">128 and the signal's number, where a signal ended it on Linux and macOS.</param>
    public string Describe(int exitCode)
    {
        lock (adding)
        {
            var start = lines.FindLastIndex(IsLastWord);
            if (start < 0) return Plain(exitCode);
            var end = lines[start..];
            if (end[0].StartsWith("Stack overflow", StringComparison.Ordinal)) return $"its process overflowed the stack{Frame(end)}";
            if (end[0].StartsWith("Out of memory", StringComparison.Ordinal)) return "its process ran out of memory";
            if (Unhandled().Match(end[0]) is { Success: true } unhandled)
                return $"{Cut(Message(unhandled, end))} ended its process{Frame(end)}";
            var what = end.Select(line => What().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
            return $"the native library ended its process: {Cut(what ?? end[0])}";
        }
    }

    private static bool IsLastWord(string line)
        => line.StartsWith("Stack overflow", StringComparison.Ordinal) || line.StartsWith("Out of memory", StringComparison.Ordinal)
            || line.StartsWith("terminate called", StringComparison.Ordinal) || Unhandled().IsMatch(line);

    private static string Plain(int exitCode) => exitCode switch
    {
        137 => "its process was killed (signal 9), as systems do where memory runs out",
        134 => "its process aborted (signal 6)",
        139 => "its process accessed memory that is not its own (signal 11)",
        _ => string.Create(CultureInfo.InvariantCulture, $"its process ended with exit code {exitCode} before the check did"),
    };

    // The first frame with a line of source, or else the first of all.
    private static string Frame(List<string> trace)
    {
        var frames = trace.Select(line => StackFrame().Match(line)).Where(match => match.Success).ToList();
        var frame = frames.Find(match => match.Groups[2].Success) ?? frames.FirstOrDefault();
        if (frame is null) return "";
        return frame.Groups[2].Success ? $" at {frame.Groups[2].Value}:{frame.Groups[3].Value}" : $" in {frame.Groups[1].Value}";
    }

    private static string Cut(string message) => message.TrimEnd('.', ' ');

    // The message of Environment.FailFast has a line of its own, where there is one.
    private static string Message(Match unhandled, List<string> end)
        => unhandled.Groups[1].Success ? unhandled.Groups[1].Value
            : end.ElementAtOrDefault(1) is { Length: > 0 } message && !StackFrame().IsMatch(message) ? message
            : "Environment.FailFast";

    // The second is Environment.FailFast.
    [GeneratedRegex(@"^(?:Unhandled exception|Process terminated)\.(?: (.*))?$")]
    private static partial Regex Unhandled();

    [GeneratedRegex(@"^\s*what\(\):\s*(.*)$")]
    private static partial Regex What();

    [GeneratedRegex(@"^\s+at ([^\s(]+)\(.*?\)(?: in (.*):line (\d+))?\s*$")]
    private static partial Regex StackFrame();
}
