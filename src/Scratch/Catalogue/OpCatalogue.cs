using ScratchVsAutograd.Scratch.Catalogue.Rows;

namespace ScratchVsAutograd.Scratch.Catalogue;

/// <summary>Every op there is, family by family.</summary>
internal static class OpCatalogue
{
    /// <summary>The families, the simplest first.</summary>
    public static IReadOnlyList<OpFamily> Families { get; } =
    [
        Elementwise.Family,
        LinearAlgebra.Family,
        Convolutions.Family,
        Pooling.Family,
        Reductions.Family,
        Shapes.Family,
        Normalization.Family,
        Losses.Family,
        Attention.Family,
        Recurrent.Family,
        Gating.Family,
    ];

    /// <summary>The op of that name, or null.</summary>
    public static OpRow? Find(string name) => Rows.FirstOrDefault(row => row.Name == name);

    /// <summary>All rows, in that order.</summary>
    public static IReadOnlyList<OpRow> Rows { get; } = [.. Families.SelectMany(family => family.Rows)];
}
