namespace ScratchVsAutograd.Scratch.Catalogue;

/// <summary>The ops of one folder of <c>src/Scratch/Ops</c>.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Rows">A row each.</param>
internal sealed record OpFamily(string Name, IReadOnlyList<OpRow> Rows);
