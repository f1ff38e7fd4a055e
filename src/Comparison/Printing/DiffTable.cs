using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Text;
using static ScratchVsAutograd.Comparison.Text.Numbers;

namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>Tensors held against each other in tables: a line each, and the elements that are furthest off.</summary>
internal static class DiffTable
{
    private const int WorstElements = 3;

    // Of more tensors, those that are furthest off stand for all.
    private const int MostTensors = 10;

    /// <summary>The columns of a table of tensors: a name, a shape, <see cref="Measurements(TensorDiff?)"/> and a verdict.</summary>
    public static ImmutableArray<Table.Column> Columns { get; } =
    [
        new("tensor"), new("shape"), new("allclose"), new("bits"), new("budget", true), new("max abs", true), new("ulp", true),
        new("out/of", true),
        new("verdict"),
    ];

    /// <summary>The numbers of one tensor; dashes where there are none.</summary>
    public static string[] Measurements(TensorDiff? diff) => diff is null ? ["-", "-", "-", "-", "-", "-"] :
    [
        Word(diff.AllClose), Word(diff.Exact, "equal", "differ"),
        .. diff.Comparable ? [Short(diff.Budget), Short(diff.MaxAbs), Count(diff.MaxUlp)] : new[] { "-", "-", "-" },
        $"{Count((ulong)diff.OutOfTolerance)}/{Count((ulong)diff.Count)}",
    ];

    /// <summary>The largest numbers of several tensors, and their counts together.</summary>
    public static string[] Measurements(IEnumerable<TensorDiff?> diffs)
    {
        var measured = diffs.OfType<TensorDiff>().Where(diff => diff.Comparable).ToList();
        if (measured.Count == 0) return Measurements((TensorDiff?)null);
        var (wrong, all) = (measured.Sum(diff => diff.OutOfTolerance), measured.Sum(diff => diff.Count));
        return
        [
            Word(measured.TrueForAll(diff => diff.AllClose)), Word(measured.TrueForAll(diff => diff.Exact), "equal", "differ"),
            Short(measured.Max(diff => diff.Budget)), Short(measured.Max(diff => diff.MaxAbs)), Count(measured.Max(diff => diff.MaxUlp)),
            $"{Count((ulong)wrong)}/{Count((ulong)all)}",
        ];
    }

    /// <summary>The worst elements of several tensors.</summary>
    /// <param name="tensors">Each with its name.</param>
    /// <param name="judged">What the side that is judged is called.</param>
    /// <param name="reference">What the other one is called.</param>
    public static Table? OfWorst(IEnumerable<(string Name, TensorDiff Diff)> tensors, string judged, string reference)
    {
        var disagreeing = tensors.Where(tensor => !tensor.Diff.Worst.IsEmpty).ToList();
        if (disagreeing.Count == 0) return null;
        return new Table(
            [
                new("worst elements"), new(judged, true), new(reference, true), new("difference", true), new("budget", true),
                new("ratio", true)],
            [
                .. from tensor in Furthest(disagreeing)
                   from element in tensor.Diff.Worst.Take(WorstElements)
                   select Table.Line(Tone.Plain, Cells(tensor.Name, tensor.Diff, element)),
            ])
        {
            Notes = disagreeing.Count <= MostTensors
                ? []
                : [
                    new TextLine(
                        FormattableString.Invariant($"of the {MostTensors} tensors that are furthest off, of {disagreeing.Count:N0}"))],
        };
    }

    private static string Word(bool value, string yes = "True", string no = "False") => value ? yes : no;

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
