using System.Collections.Immutable;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Compare.Print;

/// <summary>Which tensors to print: <c>W1</c>, <c>W1[0:4, -1]</c> with NumPy's indexes, <c>all</c> or <c>worst</c>.</summary>
internal sealed record TensorSelector
{
    private const string All = "all";
    private const string Worst = "worst";
    private const string Expected =
        "give a tensor's name, a part of it such as W1[3], W1[0:4, 0:6] or W1[:, -2:], or one of the words all and worst";

    private readonly string name;
    private readonly ImmutableArray<AxisSelector>? axes;

    private TensorSelector(string name, ImmutableArray<AxisSelector>? axes) => (this.name, this.axes) = (name, axes);

    /// <summary>Reads what the user typed.</summary>
    /// <exception cref="InputException">It is not of that form.</exception>
    public static TensorSelector Parse(string text)
    {
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        var name = (bracket < 0 ? text : text[..bracket]).Trim();
        if (name.Length == 0 || (bracket >= 0 && !text.TrimEnd().EndsWith(']')))
            throw new InputException($"\"{text}\" names no tensor: {Expected}.");
        if (bracket < 0)
            return new(name, null);

        var axes = text.TrimEnd()[(bracket + 1)..^1].Split(',');
        return new(name, [.. axes.Select(axis => AxisSelector.TryParse(axis)
            ?? throw new InputException($"\"{axis.Trim()}\" in \"{text}\" is neither an index nor a range: {Expected}."))]);
    }

    /// <summary>The tensors that are meant, each with its part; no part where the whole was named.</summary>
    /// <exception cref="InputException">The report has no such tensor, or the tensor no such part.</exception>
    public ImmutableArray<(TensorReport Tensor, TensorSlice? Slice)> Select(ComparisonReport report) => (name, axes) switch
    {
        (All, null) => [.. report.Tensors.Select(tensor => (tensor, (TensorSlice?)null))],
        (Worst, null) => [(WorstOf(report), null)],
        (_, null) => [(Named(report), null)],
        (_, { } given) => [(Named(report), Slice(given, Named(report).Shape))],
    };

    // What fails ranks before what passes, and what has no number before what has: it is wrong beyond measure.
    private static TensorReport WorstOf(ComparisonReport report) => report.Tensors
        .OrderBy(tensor => tensor.Verdict.Passes(report.Strict))
        .ThenByDescending(tensor => tensor.Diff is { Comparable: true } diff ? diff.Budget
            : tensor.Verdict.Passes(report.Strict) ? 0 : double.PositiveInfinity)
        .FirstOrDefault()
        ?? throw new InputException($"{report.Computation} compares no tensors, so none of them is the worst.");

    private TensorReport Named(ComparisonReport report) =>
        report.Tensors.FirstOrDefault(tensor => tensor.Name == name)
        ?? throw new InputException($"{report.Computation} compares no tensor \"{name}\"; it has "
            + $"{string.Join(", ", report.Tensors.Select(tensor => tensor.Name))}.");

    private TensorSlice Slice(ImmutableArray<AxisSelector> given, ImmutableArray<long> shape)
    {
        if (given.Length > shape.Length)
            throw new InputException(FormattableString.Invariant(
                $"{name} has {shape.Length} axes, shape {TensorIndex.Tuple(shape)}; ")
                + FormattableString.Invariant($"\"{name}[{string.Join(", ", given)}]\" names {given.Length}."));

        var sliced = given.Select((axis, number) => axis.In(shape[number], $"axis {number} of {name}"));
        return new([.. sliced, .. TensorSlice.Whole(shape).Axes[given.Length..]]);
    }
}
