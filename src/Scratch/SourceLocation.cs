namespace ScratchVsAutograd;

/// <summary>A line of somebody's source, as the compiler recorded it.</summary>
/// <param name="File">The path as compiled.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Member">The method, such as <c>Backward</c>.</param>
public sealed record SourceLocation(string File, int Line, string Member)
{
    /// <summary><c>File:Line</c>, which editors and terminals turn into a link; without the <c>./</c> of a deterministic build.</summary>
    public override string ToString()
        => FormattableString.Invariant($"{(File.StartsWith("./", StringComparison.Ordinal) ? File[2..] : File)}:{Line}");
}
