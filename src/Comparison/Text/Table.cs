using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Text;

/// <summary>A table of a report, as what is in it; whoever writes it decides how wide its columns are.</summary>
/// <param name="Columns">From left to right; without titles it is a list.</param>
/// <param name="Rows">From top to bottom.</param>
internal sealed record Table(ImmutableArray<Table.Column> Columns, ImmutableArray<Table.Row> Rows)
{
    /// <summary>Lines below it, such as a count of the rows that were left out.</summary>
    public ImmutableArray<TextLine> Notes { get; init; } = [];

    /// <summary>One row, its cells from left to right.</summary>
    public static Row Line(Tone tone, params ReadOnlySpan<string> cells) => new([.. cells], tone);

    /// <param name="Title">The heading.</param>
    /// <param name="IsNumber">Whether cells are aligned to the right.</param>
    internal sealed record Column(string Title, bool IsNumber = false);

    /// <param name="Cells">One a column.</param>
    /// <param name="Tone">What the row says about the outcome.</param>
    internal sealed record Row(ImmutableArray<string> Cells, Tone Tone);
}
