using ScratchVsAutograd.Files;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>
/// Which tensor of A is which of B: one pair a line, A's name and B's, with a tab between them where a name has spaces, otherwise with
/// spaces. Empty lines and those that begin with # say nothing.
/// </summary>
internal static class NamesFile
{
    private const long Largest = 16 << 20;

    /// <summary>Reads the pairs.</summary>
    /// <exception cref="InputException">The file cannot be read, or a line is no pair.</exception>
    public static IReadOnlyList<(int Line, string A, string B)> Read(string path) => FileFault.Guard(path, () =>
    {
        if (Directory.Exists(path))
            throw new InvalidDataException("it is a folder; expected a text file with a pair of names in each line");
        if (new FileInfo(path).Length > Largest)
            throw new InvalidDataException("it is larger than 16 MiB; expected a pair of names in each line");
        return Pairs(File.ReadAllLines(path)).ToList();
    });

    private static IEnumerable<(int Line, string A, string B)> Pairs(string[] lines)
    {
        for (var number = 1; number <= lines.Length; number++)
        {
            var line = lines[number - 1].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            var names = line.Contains('\t', StringComparison.Ordinal)
                ? line.Split('\t', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                : line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            yield return names is [var a, var b] ? (number, a, b) : throw new InvalidDataException(FormattableString.Invariant(
                $"line {number} has {names.Length} names; expected A's and B's, with a tab between them where a name has spaces"));
        }
    }
}
