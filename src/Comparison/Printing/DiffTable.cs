using ScratchVsAutograd.Comparison.Text;
using static ScratchVsAutograd.Comparison.Text.Numbers;

namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>Tensors held against each other in tables: a line each, and the elements that are furthest off.</summary>
internal static class DiffTable
{
    private const int WorstElements = 3;

    // Of more tensors, those that are furthest off stand for all.
    private const int MostTensors = 10;

    /// <summary>A table of tensors, to be filled with a name, a shape, <see cref="Measurements"/> and a verdict.</summary>
    public static TextTable OfTensors() => new(
        new("tensor"), new("shape"), new("allclose"), new("bits"), new("budget", true), new("max abs", true), new("ulp", true), new("out/of", true),
        new("verdict"));

    /// <summary>The numbers of one tensor; dashes where there are none.</summary>
    public static string[] Measurements(TensorDiff? diff) => diff is null ? ["-", "-", "-", "-", "-", "-"] :
    [
        diff.AllClose ? "True" : "False", diff.Exact ? "equal" : "differ",
        .. diff.Comparable ? [Short(diff.Budget), Short(diff.MaxAbs), Count(diff.MaxUlp)] : new[] { "-", "-", "-" },
        $"{Count((ulong)diff.OutOfTolerance)}/{Count((ulong)diff.Count)}",
    ];

    /// <summary>The worst elements of several tensors.</summary>
    /// <param name="tensors">Each with its name.</param>
    /// <param name="judged">What the side that is judged is called.</param>
    /// <param name="reference">What the other one is called.</param>
    public static IEnumerable<TextLine> OfWorst(IEnumerable<(string Name, TensorDiff Diff)> tensors, string judged, string reference)
    {
        var disagreeing = tensors.Where(tensor => !tensor.Diff.Worst.IsEmpty).ToList();
        var rows = Furthest(disagreeing).SelectMany(tensor => tensor.Diff.Worst.Take(WorstElements).Select(element => Cells(tensor.Name, tensor.Diff, element))).ToList();
        if (rows.Count == 0) return [];
        var table = new TextTable(
            new("worst elements"), new(judged, true), new(reference, true), new("difference", true), new("budget", true), new("ratio", true));
        foreach (var row in rows) table.Add(Tone.Plain, row);
        return disagreeing.Count <= MostTensors
            ? table.Lines
            : table.Lines.Append(new TextLine(FormattableString.Invariant($"of the {MostTensors} tensors that are furthest off, of {disagreeing.Count:N0}")));
    }

    private static IEnumerable<(string Name, TensorDiff Diff)> Furthest(List<(string Name, TensorDiff Diff)> tensors)
        => tensors.Count <= MostTensors ? tensors : tensors.OrderByDescending(tensor => tensor.Diff.Budget).Take(MostTensors);

    private static string[] Cells(string name, TensorDiff diff, ElementDiff element)
    {
        var style = NumberStyle.For([element.Scratch, element.Autograd], diff.AutogradDtype);
        return
        [
            $"{name}{TensorIndex.Bracketed(TensorIndex.Unravel(element.Index, diff.AutogradShape))}",
            style.Format(element.Scratch),
            style.Format(element.Autograd),
            Short(element.Difference),
            Short(element.Budget),
            element.Autograd == 0 ? "-" : Short(element.Scratch / element.Autograd),
        ];
    }
}
