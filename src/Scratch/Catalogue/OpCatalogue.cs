using ScratchVsAutograd.Scratch.Catalogue.Rows;

namespace ScratchVsAutograd.Scratch.Catalogue;

/// <summary>Every op there is, family by family.</summary>
internal static class OpCatalogue
{
    /// <summary>The families, the simplest first.</summary>
    public static IReadOnlyList<OpFamily> Families { get; } =
    [
        Elementwise.Family,
        Normalization.Family,
        Losses.Family,
        Attention.Family,
        Recurrent.Family,
        Gating.Family,
    ];

    /// <summary>All rows, in that order.</summary>
    public static IReadOnlyList<OpRow> Rows { get; } = [.. Families.SelectMany(family => family.Rows)];
}
