namespace ScratchVsAutograd.Comparison.Gradcheck;

/// <summary>How far the check of every element has come.</summary>
/// <param name="Leaf">The leaf being checked.</param>
/// <param name="Done">How many elements of all leaves are checked.</param>
/// <param name="Total">How many elements there are.</param>
internal readonly record struct NumericProgress(string Leaf, long Done, long Total);
