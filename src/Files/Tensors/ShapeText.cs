namespace ScratchVsAutograd.Files;

/// <summary>Shapes in words.</summary>
internal static class ShapeText
{
    /// <summary>A shape as Python writes it: <c>(30, 64)</c>, <c>(30,)</c>, <c>()</c>.</summary>
    public static string Tuple(IReadOnlyList<long> shape) => shape.Count == 1
        ? FormattableString.Invariant($"({shape[0]},)")
        : FormattableString.Invariant($"({string.Join(", ", shape)})");
}
