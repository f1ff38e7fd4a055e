using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>Source files do not compile.</summary>
/// <param name="errors">As the compiler gives them, <c>file(line,col): error CS1002: ; expected</c>, with their file; null where they have
/// none.</param>
internal sealed class CompilationException(IReadOnlyList<(string? File, string Text)> errors)
    : Exception(string.Join(Environment.NewLine, errors.Select(error => error.Text)))
{
    /// <summary>The files that have errors of their own.</summary>
    public IReadOnlyCollection<string> Files { get; } = errors.Select(error => error.File).OfType<string>()
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>What is wrong, in the compiler's words, in the order of the lines: the compiler's own differs from run to run.</summary>
    public static CompilationException Of(IEnumerable<Diagnostic> diagnostics) => new(
    [
        .. diagnostics
            .Select(
                diagnostic => (
                    File: diagnostic.Location.SourceTree?.FilePath, Start: diagnostic.Location.SourceSpan.Start,
                    Text: Formatted(diagnostic)))
            .OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Start)
            .ThenBy(error => error.Text, StringComparer.Ordinal)
            .Select(error => (error.File, error.Text)),
    ]);

    /// <summary>The errors in one file, or all where it has none of its own.</summary>
    public IReadOnlyList<string> In(string file)
        => [.. (Files.Contains(file) ? errors.Where(error => error.File == file) : errors).Select(error => error.Text)];

    private static string Formatted(Diagnostic diagnostic) => CSharpDiagnosticFormatter.Instance.Format(diagnostic);
}
