using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>What passed which check.</summary>
/// <param name="Columns">The checks, each with what it checks.</param>
/// <param name="Rows">What was checked.</param>
internal sealed record PageMatrix(ImmutableArray<PageNote> Columns, ImmutableArray<PageMatrix.Row> Rows)
{
    /// <summary>One that was checked.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Group">What it belongs to.</param>
    /// <param name="Cells">One for each column.</param>
    internal sealed record Row(string Name, string Group, ImmutableArray<Cell> Cells);

    /// <summary>The outcome of one check.</summary>
    /// <param name="Word">Such as <c>ok</c>.</param>
    /// <param name="Passes">Whether it passed; null where it was not made.</param>
    /// <param name="Faults">What is wrong, a text each.</param>
    internal sealed record Cell(string Word, bool? Passes, ImmutableArray<string> Faults);
}
