using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Contract;

/// <summary>Where backward changed something in place: between the two lines that it was seen at before and after.</summary>
public sealed class ModificationLineTests : TensorTest
{
    private int before, after;

    public static TheoryData<string> Changed => ["X", "Y", "c"];

    [Theory]
    [MemberData(nameof(Changed))]
    public void A_change_is_placed_between_the_lines_around_it(string name)
    {
        var report = Run((t, d) =>
        {
            var dY = d.Add(t["Y"], t["c"].clone()); before = Here();
            t[name].add_(1);
            d.Add(t["X"], 2 * dY); after = Here();
        });
        var sentence = name == "c" ? Assert.Single(report.Violations) : Find(report, name).Note!;
        Assert.Contains($"ModificationLineTests.cs:{before} and ", sentence, StringComparison.Ordinal);
        Assert.EndsWith($"ModificationLineTests.cs:{after}.", sentence, StringComparison.Ordinal);
        if (name == "c") return;
        Assert.Equal((before, after), (Find(report, name).FaultAfter!.Line, Find(report, name).FaultAt!.Line));
        Assert.Contains($"{name} is changed between", WrappedTogether(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_before_any_gradient_is_read_or_written_is_placed_before_the_first_line()
    {
        var report = Run((t, d) =>
        {
            t["X"].add_(1);
            d.Add(t["Y"], t["c"].clone()); after = Here();
            d.Add(t["X"], 2 * d[t["Y"]]);
        });
        Assert.EndsWith(
            $"no later than ./tests/Comparison/Contract/ModificationLineTests.cs:{after}.".Replace("./", "", StringComparison.Ordinal),
            Find(report, "X").Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_after_the_last_line_is_placed_after_it()
    {
        var report = Run((t, d) =>
        {
            var dY = d.Add(t["Y"], t["c"].clone());
            d.Add(t["X"], 2 * dY); before = Here();
            t["X"].add_(1);
        });
        Assert.Contains("after ", Find(report, "X").Note, StringComparison.Ordinal);
        Assert.Equal(before, Find(report, "X").FaultAt!.Line);
    }

    [Fact]
    public void A_change_within_one_line_is_placed_there()
    {
        var report = Run((t, d) =>
        {
            d.Add(t["Y"], t["c"].clone());
            d.Add(t["X"], d[t["Y"]].mul_(2)); after = Here();
        });
        Assert.Contains(
            $"in tests/Comparison/Contract/ModificationLineTests.cs:{after}.", Find(report, "Y").Note, StringComparison.Ordinal);
        Assert.Null(Find(report, "Y").FaultAfter);
    }

    private static ComparisonReport Run(Action<Trace, Gradients> backward) => Comparer.Run(Computation.From(
        "change", [Leaf.Parameter("X", randn(3, 2)), Leaf.Constant("c", randn(3, 2))], t => (t.Watch("Y", 2 * t["X"]) * t["c"])
            .sum(), backward));

    private static string WrappedTogether(ComparisonReport report) => TextReport.Of(report, width: 10_000);

    private static TensorReport Find(ComparisonReport report, string name) => report.Tensors.Single(tensor => tensor.Name == name);

    private static int Here([CallerLineNumber] int line = 0) => line;
}
