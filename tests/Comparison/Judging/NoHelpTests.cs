using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Judging;

/// <summary>The engine must not make code work that would not work, or would be wrong, without it.</summary>
public sealed class NoHelpTests : TensorTest
{
    private readonly Leaf x = Leaf.Parameter("X", randn(5, 3));
    private readonly Leaf w = Leaf.Parameter("W", randn(3, 4));
    private readonly Leaf r = Leaf.Constant("R", randn(5, 4));

    private Computation Tanh(Action<Trace, Gradients> backward) => Computation.From(
        "tanh", [x, w, r], t => (t.Watch("Y", t.Watch("Z", t["X"].mm(t["W"])).tanh()) * t["R"]).sum(), backward);

    [Fact]
    public void A_gradient_that_is_read_before_it_is_written_stops_backward()
    {
        var report = Comparer.Run(Tanh((t, d) =>
        {
            d.Add(t["W"], t["X"].t().mm(d[t["Z"]]));
            d.Add(t["X"], d[t["Z"]].mm(t["W"].t()));
            d.Add(t["Y"], t["R"].clone());
            d.Add(t["Z"], d[t["Y"]] * (1 - t["Y"].square()));
        }));
        Assert.False(report.Agrees);
        Assert.Equal(["Z"], report.Faults.AsEnumerable());
        Assert.Contains("reads the gradient of Z, which nobody has written", report.Failure, StringComparison.Ordinal);
        Assert.Contains(report.Explanations, why => why.Text.Contains("is read before it is written", StringComparison.Ordinal));
        Assert.Contains(
            report.Remarks, remark => remark.Contains(
                "before it wrote the gradients of X, W and Y; nothing can be said about them", StringComparison.Ordinal));
    }

    [Fact]
    public void A_gradient_that_is_never_written_stops_backward_too_and_is_called_so()
    {
        var report = Comparer.Run(Tanh((t, d) =>
        {
            d.Add(t["Y"], t["R"].clone());
            d.Add(t["W"], t["X"].t().mm(d[t["Z"]]));
        }));
        Assert.False(report.Agrees);
        Assert.Equal(["Z"], report.Faults.AsEnumerable());
        Assert.Contains(report.Explanations, why => why.Text.Contains("never writes the gradient of Z", StringComparison.Ordinal));
    }

    [Fact]
    public void What_backward_did_not_reach_before_it_stopped_is_not_explained()
    {
        var report = Comparer.Run(Tanh((t, d) =>
        {
            d.Add(t["Y"], t["R"].clone());
            throw new NotSupportedException("no further");
        }));
        Assert.Empty(report.Faults);
        Assert.Empty(report.Explanations);
        Assert.Empty(report.Witness);
        Assert.DoesNotContain("no line adds to it", TextReport.Of(report), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(report.Remarks, remark => remark.Contains("nothing can be said about ", StringComparison.Ordinal));
    }

    [Fact]
    public void Leaves_keep_their_own_dtypes_unless_another_is_asked_for()
    {
        var mixed = Computation.From(
            "mixed", [Leaf.Parameter("X", randn(5, 3)), Leaf.Constant("c", randn(5, 3, ScalarType.Float64))],
            t => (t["X"] * t["c"]).sum(), (t, d) => d.Add(t["X"], t["c"].clone()));
        // The product is float64, and so is what backward writes: a gradient of another dtype than its tensor's.
        Assert.Equal(Verdict.Dtype, Assert.Single(Comparer.Run(mixed).Tensors).Verdict);
        Assert.True(Comparer.Run(mixed, new ComparisonOptions { Dtype = ScalarType.Float32 }).Agrees);
    }

    [Fact]
    public void Leaves_keep_their_strides()
    {
        var turned = Leaf.Parameter("X", randn(3, 5).t());
        var report = Comparer.Run(Computation.From(
            "turned", [turned], t => t["X"].square().sum(),
            // view wants contiguous memory.
            (t, d) => d.Add(t["X"], (2 * t["X"].view(-1)).view(5, 3))));
        Assert.Contains("view", report.Failure, StringComparison.Ordinal);
    }
}
