using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Judging;

/// <summary>Every gradient that backward writes is compared, whatever it is of; what it owes is demanded. On L = Σ (X W) ∘ u.</summary>
public sealed class WhatIsComparedTests : TensorTest
{
    private readonly Leaf x = Leaf.Input("X", randn(4, 3));
    private readonly Leaf w = Leaf.Parameter("W", randn(3, 2));
    private readonly Leaf u = Leaf.Constant("u", randn(4, 2));

    private Computation Product(Action<Trace, Gradients> more) => Computation.From(
        "product", [x, w, u], t => (t.Watch("Z", t["X"].mm(t["W"])) * t["u"]).sum(),
        (t, d) =>
        {
            var dZ = d.Add(t["Z"], t["u"].clone());
            d.Add(t["W"], t["X"].t().mm(dZ));
            more(t, d);
        });

    public static TheoryData<string> Roles => ["input", "constant"];

    [Theory]
    [MemberData(nameof(Roles))]
    public void What_backward_writes_is_compared_whatever_its_role(string role)
    {
        Action<Trace, Gradients> right = role == "input"
            ? (t, d) => d.Add(t["X"], d[t["Z"]].mm(t["W"].t()))
            : (t, d) => d.Add(t["u"], t["Z"].clone());
        Action<Trace, Gradients> wrong = role == "input"
            ? (t, d) => d.Add(t["X"], 2 * d[t["Z"]].mm(t["W"].t()))
            : (t, d) => d.Add(t["u"], -t["Z"]);
        var name = role == "input" ? "X" : "u";
        Assert.Equal(Verdict.Agree, Find(Comparer.Run(Product(right)), name).Verdict);
        var report = Comparer.Run(Product(wrong));
        Assert.Equal(Verdict.Origin, Find(report, name).Verdict);
        Assert.Equal([name], report.Faults.AsEnumerable());
    }

    [Fact]
    public void An_input_is_demanded_only_when_asked_for_and_the_report_says_which_is_not_compared()
    {
        var report = Comparer.Run(Product((_, _) => { }));
        Assert.True(report.Agrees);
        Assert.Equal(["W", "Z"], report.Tensors.Select(tensor => tensor.Name));
        Assert.Equal("X (an input: not written, not demanded)", Assert.Single(report.NotCompared));
        Assert.Contains(
            "compared  every gradient that backward writes or should: 2; not compared: X", TextReport.Of(report), StringComparison.Ordinal);

        var demanding = Comparer.Run(Product((_, _) => { }), new ComparisonOptions { Inputs = true });
        Assert.Equal(Verdict.Missing, Find(demanding, "X").Verdict);
        Assert.Empty(demanding.NotCompared);
    }

    [Fact]
    public void What_is_made_from_inputs_alone_is_compared_where_it_is_written_and_not_demanded()
    {
        Computation Scaled(bool writes) => Computation.From(
            "scaled", [x, w], t => (t.Watch("S", t["X"] * 2).mm(t["W"])).square().sum(),
            (t, d) =>
            {
                var Z = t["S"].mm(t["W"]);
                d.Add(t["W"], t["S"].t().mm(2 * Z));
                if (writes) d.Add(t["S"], 3 * Z.mm(t["W"].t()));
            });
        Assert.Equal(["W"], Comparer.Run(Scaled(writes: false)).Tensors.Select(tensor => tensor.Name));
        Assert.Equal(Verdict.Origin, Find(Comparer.Run(Scaled(writes: true)), "S").Verdict);
    }

    [Fact]
    public void A_computation_of_inputs_alone_is_compared()
    {
        Computation Tanh(double factor) => Computation.From(
            "tanh", [x], t => t["X"].tanh().sum(), (t, d) => d.Add(t["X"], factor * (1 - t["X"].tanh().square())));
        Assert.True(Comparer.Run(Tanh(1)).Agrees);
        Assert.Equal(["X"], Comparer.Run(Tanh(2)).Faults.AsEnumerable());
        var silent = Comparer.Run(Computation.From("silent", [x], t => t["X"].tanh().sum(), (_, _) => { }));
        Assert.False(silent.Agrees);
    }

    [Fact]
    public void A_kept_values_gradient_is_compared_where_the_loss_is_made_from_it()
    {
        Computation Kept(double factor) => Computation.From(
            "kept", [w], t => t.Keep("A", t["W"].exp()).square().sum(),
            (t, d) =>
            {
                var dA = d.Add(t["A"], factor * t["A"]);
                d.Add(t["W"], dA * t["A"]);
            });
        Assert.Equal(Verdict.Agree, Find(Comparer.Run(Kept(2)), "A").Verdict);
        Assert.Equal(["A"], Comparer.Run(Kept(3)).Faults.AsEnumerable());
    }

    [Fact]
    public void A_gradient_where_autograd_has_none_is_extra()
    {
        var report = Comparer.Run(Computation.From(
            "stopped", [w], t => (t.Watch("S", t["W"].detach() * 2) * t["W"]).sum(),
            (t, d) =>
            {
                d.Add(t["S"], t["W"].clone());
                d.Add(t["W"], t["S"].clone());
            }));
        Assert.Equal(Verdict.Extra, Find(report, "S").Verdict);
    }

    [Fact]
    public void A_refused_gradient_of_what_has_no_name_does_not_agree()
    {
        var report = Comparer.Run(Product((t, d) => d.Add(t["Z"] * 2, t["W"])));
        Assert.False(report.Agrees);
        Assert.Contains("an unnamed tensor of shape (4, 2) has shape (3, 2)", Assert.Single(report.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void What_autograd_cannot_differentiate_is_said_and_the_rest_is_compared()
    {
        Computation InPlace(bool writes) => Computation.From(
            "in place", [x, w], t => t["X"].sub_(1).mm(t["W"]).square().sum(),
            (t, d) =>
            {
                var dZ = 2 * t["X"].mm(t["W"]);
                d.Add(t["W"], t["X"].t().mm(dZ));
                if (writes) d.Add(t["X"], dZ.mm(t["W"].t()));
            });
        Assert.True(Comparer.Run(InPlace(writes: false)).Agrees);
        var report = Comparer.Run(InPlace(writes: true));
        Assert.Contains(report.Remarks, remark => remark.Contains("with X differentiated, forward stopped", StringComparison.Ordinal));
    }

    private static TensorReport Find(ComparisonReport report, string name) => report.Tensors.Single(tensor => tensor.Name == name);
}
