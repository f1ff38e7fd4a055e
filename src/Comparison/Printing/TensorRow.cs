namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>What a table says of a tensor, and of several in one row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Passes">Whether it passes.</param>
/// <param name="Verdict">Its verdict in a word.</param>
/// <param name="Cells">Its row; asked only where it is shown.</param>
/// <param name="Together">The row of several: of what is to stand for their name, shape and verdict, and of the tensors.</param>
internal sealed record TensorRow<T>(
    Func<T, string> Name, Func<T, bool> Passes, Func<T, string> Verdict, Func<T, string[]> Cells,
    Func<string, string, string, IReadOnlyList<T>, string[]> Together);
