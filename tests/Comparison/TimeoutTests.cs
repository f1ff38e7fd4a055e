using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison;

public sealed class TimeoutTests : TensorTest
{
    private static readonly ComparisonOptions Impatient = new() { Timeout = TimeSpan.FromSeconds(1) };

    [Fact]
    public void A_backward_that_hangs_is_given_up_and_what_it_wrote_is_judged()
    {
        using var never = new ManualResetEvent(initialState: false);
        var report = Comparer.Run(Scaled((t, d) =>
        {
            d.Add(t["b"], ones_like(t["b"]));
            never.WaitOne();
            d.Add(t["a"], ones_like(t["a"]));
        }), Impatient);
        never.Set();
        Assert.Contains("it did not return within 1 s", report.Failure, StringComparison.Ordinal);
        Assert.False(report.Agrees);
        Assert.Equal([Verdict.Missing, Verdict.Agree], report.Tensors.Select(tensor => tensor.Verdict));
    }

    [Fact]
    public void A_backward_in_time_is_judged_as_ever()
        => Assert.True(Comparer.Run(Scaled((t, d) =>
        {
            d.Add(t["a"], ones_like(t["a"]));
            d.Add(t["b"], ones_like(t["b"]));
        }), Impatient).Agrees);

    [Fact]
    public void An_exception_keeps_its_line()
    {
        var report = Comparer.Run(Scaled((_, _) => throw new InvalidOperationException("not today")), Impatient);
        Assert.Matches(@"TimeoutTests\.cs:\d+ with InvalidOperationException: not today", report.Failure!);
    }

    private static Computation Scaled(Action<Trace, Gradients> backward)
        => Computation.From(
            "sum", [new Leaf("a", randn(3), LeafRole.Parameter), new Leaf("b", randn(3), LeafRole.Parameter)],
            t => (t["a"] + t["b"]).sum(), backward);
}
