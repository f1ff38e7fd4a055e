using System.Text;
using ScratchVsAutograd.Files.Dumps;
using ScratchVsAutograd.Harness.Compare.Print;

namespace ScratchVsAutograd.Harness.Compare.Dumps;

/// <summary>The text of a dump for one tensor: where it comes from, and both gradients side by side in full.</summary>
internal static class DumpText
{
    /// <summary>How many elements are printed; a larger tensor is cut, because nobody reads a text of that size.</summary>
    public const int MostElements = 512 * 512;

    // Wider than a terminal, for an editor; narrow enough that a row's blocks are seen together.
    private const int Width = 132;

    /// <summary>Writes the text in UTF-8.</summary>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="report">What the tensor is a part of.</param>
    /// <param name="entry">The tensor.</param>
    public static void Write(Stream output, ComparisonReport report, DumpEntry entry)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        text.NewLine = "\n";
        text.WriteLine(FormattableString.Invariant(
            $"{report.Computation} on {report.Device}, {report.Dtype.Word()}, ")
            + FormattableString.Invariant($"rtol {report.Tolerance.Relative:g}, atol {report.Tolerance.Absolute:g}"));
        foreach (var location in entry.Tensor.WrittenAt)
            text.WriteLine($"written at {location}, {location.Member}");
        if (entry.Tensor.Note is { } note)
            text.WriteLine(note);
        foreach (var (name, array) in entry.Arrays)
        {
            if (array.Dtype != array.Dtype.InNumPy())
                text.WriteLine(
                    $"{name} is {array.Dtype.Word()}; {DumpLayout.ArraysFile} stores it as {array.Dtype.InNumPy().Word()}, exactly");
        }
        text.WriteLine();
        SideBySide.RenderWhole(text, entry.Tensor, MostElements, Width);
    }
}
