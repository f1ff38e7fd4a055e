using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison;

/// <summary>What a comparison reports, what it refuses, and what it leaves behind, on a product of two small matrices.</summary>
public sealed class ComparerTests : TensorTest
{
    private readonly Leaf x = new("X", tensor(new float[,] { { 1, -2, 3 }, { 0.5f, 4, -1 } }), LeafRole.Input);
    private readonly Leaf w = new("W", tensor(new float[,] { { 2, 1 }, { -1, 0.25f }, { 3, -2 } }), LeafRole.Parameter);
    private readonly Leaf u = new("u", tensor(new float[,] { { 1, 2 }, { -3, 0.5f } }), LeafRole.Constant);

    /// <summary>L = Σ (X W) ∘ u.</summary>
    private Computation Product(Action<Trace, Gradients>? backward = null) => Computation.From(
        "product", [x, w, u], t => (t.Watch("Z", t["X"].mm(t["W"])) * t["u"]).sum(), backward ?? Right);

    private static void Right(Trace t, Gradients d)
    {
        d.Add(t["Z"], t["u"]);
        d.Add(t["W"], t["X"].t().mm(d[t["Z"]]));
        d.Add(t["X"], d[t["Z"]].mm(t["W"].t()));
    }

    [Fact]
    public void Reports_the_run()
    {
        var report = Comparer.Run(Product(), new ComparisonOptions { Strict = true });
        Assert.Equal(("product", "cpu", ScalarType.Float32), (report.Computation, report.Device, report.Dtype));
        Assert.Equal(Tolerance.For(ScalarType.Float32), report.Tolerance);
        // Z = [[13, -5.5], [-6, 3.5]], by hand.
        Assert.Equal(13 - 11 + 18 + 1.75, report.Loss);
        Assert.True(report is { Strict: true, Agrees: true, Failure: null });
    }

    [Fact]
    public void Reports_tensors_in_graph_order_with_role_shape_and_line()
    {
        var tensors = Comparer.Run(Product()).Tensors;
        Assert.Equal(["X", "W", "Z"], tensors.Select(tensor => tensor.Name));
        Assert.Equal([TensorRole.Input, TensorRole.Parameter, TensorRole.Intermediate], tensors.Select(tensor => tensor.Role));
        Assert.Equal([3L, 2L], tensors[1].Shape.AsEnumerable());
        var written = Assert.Single(tensors[1].WrittenAt);
        Assert.EndsWith("ComparerTests.cs", written.File, StringComparison.Ordinal);
        Assert.Equal(nameof(Right), written.Member);
    }

    [Fact]
    public void Runs_in_the_dtype_asked_for_and_leaves_integers_alone()
    {
        var labels = new Leaf("labels", tensor(new long[] { 1, 0 }), LeafRole.Constant);
        var seen = new List<ScalarType>();
        var computation = Computation.From(
            "picked", [w, labels],
            t =>
            {
                seen.AddRange([t["W"].dtype, t["labels"].dtype]);
                return t["W"].index_select(0, t["labels"]).sum();
            },
            (t, d) => d.Add(t["W"], tensor(new double[,] { { 1, 1 }, { 1, 1 }, { 0, 0 } })));
        var report = Comparer.Run(computation, new ComparisonOptions { Dtype = ScalarType.Float64 });
        Assert.True(report.Agrees);
        Assert.Equal([ScalarType.Float64, ScalarType.Int64], seen.Take(2));
        Assert.Equal((ScalarType.Float64, Tolerance.For(ScalarType.Float64)), (report.Dtype, report.Tolerance));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_are_kept_only_when_asked_for(bool keep)
    {
        var values = Comparer.Run(Product(), new ComparisonOptions { KeepValues = keep }).Tensors[^1].Values;
        Assert.Equal(keep, values is not null);
        if (!keep) return;
        Assert.Equal((13, 1, 1), (values!.Value[0], values.Scratch![0], values.Autograd![0]));
    }

    [Fact]
    public void Lists_as_many_worst_elements_as_asked_for()
    {
        var wrong = Product((t, d) =>
        {
            d.Add(t["Z"], t["u"]);
            d.Add(t["W"], t["W"]);
        });
        Assert.Equal(2, Comparer.Run(wrong, new ComparisonOptions { WorstElements = 2 }).Tensors[0].Diff!.Worst.Length);
        Assert.Empty(Comparer.Run(wrong, new ComparisonOptions { WorstElements = 0 }).Tensors[0].Diff!.Worst);
    }

    [Fact]
    public void An_agreement_that_could_not_have_failed_is_flagged_as_blind()
    {
        var tiny = new Leaf("u", full([2, 2], 1e-9f), LeafRole.Constant);
        var computation = Computation.From("tiny", [x, w, tiny], t => (t.Watch("Z", t["X"].mm(t["W"])) * t["u"]).sum(), Right);
        Assert.True(Comparer.Run(computation).Tensors.Single(tensor => tensor.Name == "Z").Diff!.Blind);
        var sharp = new ComparisonOptions { Tolerance = new Tolerance(1e-5, 0) };
        Assert.All(Comparer.Run(computation, sharp).Tensors, tensor => Assert.False(tensor.Diff!.Blind));
    }

    public static TheoryData<string> NoLosses
        => ["a matrix", "whole numbers", "nothing to differentiate", "a constant", "no leaf read through the trace"];

    [Theory]
    [MemberData(nameof(NoLosses))]
    public void A_forward_without_a_loss_is_refused_with_a_sentence(string what)
    {
        Func<Trace, Tensor> forward;
        string sentence;
        (forward, sentence) = what switch
        {
            "a matrix" =>
                (
                    (Func<Trace, Tensor>)(t => t["X"].mm(t["W"])),
                    "'wrong' returned a Float32 tensor of 4 elements; a loss is one floating-point number."),
            "whole numbers" =>
                (
                    t => t["W"].sum().to(ScalarType.Int64),
                    "'wrong' returned a Int64 tensor of 1 elements; a loss is one floating-point number."),
            "nothing to differentiate" => (t => t["X"].sum(), "does not depend on any parameter"),
            "a constant" => (_ => tensor(1f), "does not depend on any parameter"),
            _ => (_ => w.Value.sum(), "Read the leaves through the trace"),
        };
        var computation = Computation.From("wrong", [x, w, u], forward, (_, _) => { });
        Assert.Equal(0, LiveTensorsLeftBy(() =>
        {
            var exception = Assert.ThrowsAny<ArgumentException>(() => Comparer.Run(computation));
            Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
        }));
    }

    [Fact]
    public void A_computation_of_nothing_but_constants_is_refused_with_a_sentence()
    {
        var exception = Assert.ThrowsAny<ArgumentException>(
            () => Comparer.Run(Computation.From("none", [u], t => t["u"].sum(), (_, _) => { })));
        Assert.Equal(
            "'none' has no floating-point parameter or input; there is no gradient to compare. Give a leaf the role Parameter or Input.",
            exception.Message);
    }

    [Fact]
    public void Leaves_stay_as_they_were_also_when_backward_writes_into_what_it_was_handed()
    {
        var vandal = Product((t, d) =>
        {
            Right(t, d);
            t["W"].add_(1);
            t["X"].zero_();
        });
        var before = new[] { x, w, u }.Select(leaf => leaf.Value.bytes.ToArray()).ToList();
        Comparer.Run(vandal);
        Assert.Equal(before, new[] { x, w, u }.Select(leaf => leaf.Value.bytes.ToArray()));
        Assert.All([x, w, u], leaf => Assert.False(leaf.Value.requires_grad));
        Assert.All([x, w, u], leaf => Assert.Null(leaf.Value.grad));
    }

    public static TheoryData<string> Backwards => ["right", "throws", "writes nothing", "wrong shape", "disposed"];

    [Theory]
    [MemberData(nameof(Backwards))]
    public void Leaves_no_tensor_and_no_mode_behind(string what)
    {
        var computation = Product(what switch
        {
            "right" => Right,
            "throws" => (t, d) =>
            {
                Right(t, d);
                throw new NotSupportedException("half-way");
            }
            ,
            "writes nothing" => (_, _) => { }
            ,
            "wrong shape" => (t, d) => d.Add(t["W"], t["u"] * 2),
            _ => (t, d) =>
            {
                using var gradient = t["u"] * 2;
                gradient.Dispose();
                d.Add(t["Z"], gradient);
            }
            ,
        });
        Comparer.Run(computation);
        Assert.Equal(0, LiveTensorsLeftBy(() => Comparer.Run(computation, new ComparisonOptions { KeepValues = true, Inputs = true })));
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Runs_under_no_grad_too()
    {
        using var unrecorded = no_grad();
        Assert.True(Comparer.Run(Product()).Agrees);
        Assert.False(is_grad_enabled());
    }
}
