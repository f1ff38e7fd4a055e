
namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>Finds the line marked <c>// WRONG</c> of a wrong backward pass in its source.</summary>
internal static class FaultMarker
{
    private const string Marker = "// WRONG";
    private const string NextVersion = "[Wrong(";

    /// <summary>The only marked line between one <c>[Wrong]</c> attribute and the next.</summary>
    /// <param name="file">The source file as the compiler recorded it: relative to the repository.</param>
    /// <param name="attributeLine">The attribute's line, counted from 1.</param>
    /// <returns>The location as the compiler records it, or null where no line is marked.</returns>
    public static SourceLocation? Find(string file, int attributeLine)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, file));
        var marked = Enumerable.Range(attributeLine, lines.Length - attributeLine)
            .TakeWhile(index => !lines[index].Contains(NextVersion, StringComparison.Ordinal))
            .Where(index => lines[index].Contains(Marker, StringComparison.Ordinal))
            .ToArray();
        return marked.Length == 0 ? null : new SourceLocation(file, marked.Single() + 1, "");
    }
}
