namespace ScratchVsAutograd.Harness.Compare.Print;

// This folder: what --print shows. TensorSelector reads what was typed and TensorSlice is the part of a tensor it names; a
// SideBySidePair holds both gradients and becomes tables page by page.

/// <summary>
/// Prints a tensor's two gradients and their difference side by side, with enough digits that no two different numbers look
/// the same, and a mark at each element that is out of tolerance.
/// </summary>
internal static class SideBySide
{
    /// <summary>A terminal's customary width.</summary>
    public const int DefaultWidth = 80;

    /// <summary>Prints a part of a tensor, or what surrounds its worst element.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="tensor">Has its values (<see cref="ComparisonOptions.KeepValues"/>).</param>
    /// <param name="slice">A part of the tensor's shape. Null for as much as fits around the worst element, the largest difference
    /// or, where there is no difference, the origin.</param>
    /// <param name="width">How long lines may be; a single column is printed even where it is wider.</param>
    public static void Render(TextWriter output, TensorReport tensor, TensorSlice? slice = null, int width = DefaultWidth)
    {
        WriteHeading(output, tensor);
        foreach (var pair in Pairs(tensor))
        {
            var fits = slice?.FitsIn(pair.Shape);
            if (fits is false)
                output.WriteLine($"{TensorIndex.Tuple(pair.Shape)} has no part {slice}; this is its beginning:");
            WritePart(output, tensor.Name, pair, width, fits is true
                ? new SideBySidePart(slice!, "")
                : SideBySidePart.Window(pair, tensor.Diff, width));
        }
    }

    /// <summary>Prints all of a tensor, or as much as allowed around its worst element, and says what it left out.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="tensor">Has its values (<see cref="ComparisonOptions.KeepValues"/>).</param>
    /// <param name="limit">How many elements are printed at most.</param>
    /// <param name="width">How long lines may be; a single column is printed even where it is wider.</param>
    public static void RenderWhole(TextWriter output, TensorReport tensor, long limit, int width)
    {
        WriteHeading(output, tensor);
        foreach (var pair in Pairs(tensor))
        {
            var part = new SideBySidePart(TensorSlice.Whole(pair.Shape), "");
            if (part.Slice.Count > limit)
            {
                var all = part.Slice.Count;
                part = SideBySidePart.Cut(pair, tensor.Diff, limit);
                output.WriteLine(
                    FormattableString.Invariant($"Cut: this text shows {part.Slice.Count} of {all} elements, its limit is {limit}."));
            }
            WritePart(output, tensor.Name, pair, width, part);
        }
    }

    private static void WriteHeading(TextWriter output, TensorReport tensor)
    {
        var (scratch, autograd) = Sides(tensor);
        output.WriteLine($"{tensor.Name} {TensorIndex.Tuple(tensor.Shape)}: {tensor.Verdict.Word()}{OutOfTolerance(tensor.Diff)}");
        if (scratch is null)
            output.WriteLine("scratch has no gradient for it.");
        if (autograd is null)
            output.WriteLine("autograd has no gradient for it.");
        if (scratch is null || autograd is null)
            return;
        if (!SameShape(scratch, autograd))
            output.WriteLine(
                $"The shapes differ: scratch {TensorIndex.Tuple(scratch.Shape)}, autograd {TensorIndex.Tuple(autograd.Shape)}.");
        if (scratch.Dtype != autograd.Dtype)
            output.WriteLine($"The dtypes differ: scratch {scratch.Dtype.Word()}, autograd {autograd.Dtype.Word()}.");
    }

    private static string OutOfTolerance(TensorDiff? diff) => diff is { Comparable: true }
        ? FormattableString.Invariant($", {diff.OutOfTolerance} of {diff.Count} elements out of tolerance")
        : "";

    // Gradients of different shapes are not subtracted: each stands alone, in its own shape.
    private static IEnumerable<SideBySidePair> Pairs(TensorReport tensor)
    {
        var (scratch, autograd) = Sides(tensor);
        var tolerance = tensor.Diff?.Tolerance ?? new Tolerance(0, 0);
        if (scratch is not null && autograd is not null && SameShape(scratch, autograd))
            return [new(scratch, autograd, tolerance)];
        return new SideBySidePair[] { new(scratch, null, tolerance), new(null, autograd, tolerance) }.Where(pair => !pair.IsEmpty);
    }

    private static void WritePart(TextWriter output, string name, SideBySidePair pair, int width, SideBySidePart part)
    {
        if (part.Slice.Count == 0)
        {
            output.WriteLine($"{name}{part.Slice} has no elements.");
            return;
        }
        TensorPage[] pages = [.. part.Slice.Pages(pair.Shape)];
        var blocks = pair.Blocks(pages);
        foreach (var page in pages)
        {
            output.WriteLine($"{name}{page.Slice} {part.Reason}".TrimEnd());
            output.WriteLine();
            new SideBySideTable(page, blocks).Write(output, width);
        }
        if (pages.SelectMany(page => page.Elements).Any(pair.IsOut))
            output.WriteLine(FormattableString.Invariant(
                $"* out of tolerance: |difference| > {pair.Tolerance.Absolute:g} + {pair.Tolerance.Relative:g} |autograd|"));
    }

    private static (TensorSnapshot? Scratch, TensorSnapshot? Autograd) Sides(TensorReport tensor) => tensor.Values is { } values
        ? (values.Scratch, values.Autograd)
        : throw new ArgumentException($"The report of {tensor.Name} has no values; compare with KeepValues.", nameof(tensor));

    private static bool SameShape(TensorSnapshot scratch, TensorSnapshot autograd) =>
        scratch.Shape.AsSpan().SequenceEqual(autograd.Shape.AsSpan());
}
