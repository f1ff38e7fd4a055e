using System.Collections.Immutable;
using System.Globalization;

namespace ScratchVsAutograd.Harness.Compare.Dumps;

/// <summary>Makes file names of tensor names, for any file system.</summary>
internal static class SafeFileNames
{
    // A file system takes 255 bytes; the rest is left to a number and an extension.
    private const int LongestStem = 100;

    // Windows keeps these for devices, whatever the extension.
    private static readonly ImmutableHashSet<string> Reserved = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase,
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(number => Numbered(number))]);

    /// <summary>
    /// One name each, in order: ASCII letters, digits, <c>-</c>, <c>.</c> and <c>_</c> stay, everything else becomes <c>_</c>, and
    /// what would then be the same, also to a file system that ignores case, gets a number.
    /// </summary>
    /// <param name="names">The tensors' names.</param>
    /// <param name="extension">Such as <c>.txt</c>.</param>
    public static ImmutableArray<string> For(IEnumerable<string> names, string extension)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. names.Select(name => Candidates(Stem(name)).First(taken.Add) + extension)];
    }

    private static string Stem(string name)
    {
        var safe = string.Concat(name.Take(LongestStem).Select(character => IsSafe(character) ? character : '_'));
        var device = safe.Split('.')[0];
        return safe.Length == 0 || safe[0] is '.' or '-' || Reserved.Contains(device) ? "_" + safe : safe;
    }

    private static bool IsSafe(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_';

    private static IEnumerable<string> Candidates(string stem)
    {
        yield return stem;
        for (var number = 2; ; number++)
            yield return string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
    }

    private static IEnumerable<string> Numbered(int number) =>
        [FormattableString.Invariant($"COM{number}"), FormattableString.Invariant($"LPT{number}")];
}
