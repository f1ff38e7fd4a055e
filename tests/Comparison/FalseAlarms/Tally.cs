using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>What the engine said about a series of right computations of one precision.</summary>
internal sealed class Tally(ScalarType dtype)
{
    private readonly SortedDictionary<Verdict, int> verdicts = [];
    private readonly List<string> accusations = [];
    private int computations;
    private int notFinite;
    private int overflowed;

    /// <summary>What was accused, each with the recipe and the reason.</summary>
    public IReadOnlyList<string> Accusations => accusations;

    /// <summary>How many said something.</summary>
    public int Judged => computations - notFinite - overflowed;

    /// <summary>The share of computations that say nothing, because their loss or autograd's gradient is not finite.</summary>
    public double Discarded => (double)(notFinite + overflowed) / computations;

    /// <summary>Adds one; null where its forward pass is not finite.</summary>
    public void Add(RandomComputation? computation, Func<ComparisonReport> run)
    {
        computations++;
        if (computation is null)
        {
            notFinite++;
            return;
        }

        var report = run();
        var hasOverflowed = report.Tensors.Any(tensor => tensor.Diff is { Autograd.NonFinite: > 0 });
        if (hasOverflowed) overflowed++;
        else foreach (var tensor in report.Tensors) verdicts[tensor.Verdict] = verdicts.GetValueOrDefault(tensor.Verdict) + 1;
        if (hasOverflowed ? report.Faults.Length > 0 : !IsRight(report)) accusations.Add($"{computation.Name}\n    {Reasons(report)}");
    }

    public override string ToString() => $"{dtype}: {computations} computations, {notFinite} not finite, {overflowed} overflowed; "
        + $"{Judged} judged: {string.Join(", ", verdicts.Select(verdict => $"{verdict.Key.Word()} {verdict.Value}"))}; {accusations.Count} "
        + "accused";

    private static bool IsRight(ComparisonReport report)
        => report.Agrees && report.Tensors.All(tensor => tensor.Verdict != Verdict.Reference || IsProven(tensor, report));

    private static bool IsProven(TensorReport tensor, ComparisonReport report)
        => report.Witness.Any(testimony => testimony.Tensor == tensor.Name && testimony.Says == WitnessSays.Scratch);

    private static string Reasons(ComparisonReport report) => string.Join(
        "; ",
        report.Tensors.Where(tensor => tensor.Verdict is not (Verdict.Agree or Verdict.Zero or Verdict.Rounding))
            .Select(tensor => $"{tensor.Name} {tensor.Verdict.Word()}, chained {tensor.Diff?.Budget:g3}, isolated "
                + $"{tensor.Isolated?.Budget:g3} {tensor.Note}")
            .Concat(report.Violations).Append(report.Failure).Append($"at fault: {string.Join(" ", report.Faults)}"));
}
