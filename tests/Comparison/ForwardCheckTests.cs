using CsCheck;
using ScratchVsAutograd.Scratch.Networks;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison;

/// <summary>
/// L = Σ A, A = Z², Z = X W, against an independent forward pass. Whatever forward computes, backward inverts just that, so every
/// gradient agrees and only the reference forward can tell.
/// </summary>
public sealed class ForwardCheckTests : TensorTest
{
    /// <summary>Forward's Z given X and W, and what differs from X W; empty where nothing does.</summary>
    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Z, string Differing)> Products = new()
    {
        ["right"] = ((X, W) => X.mm(W), ""),
        ["right, summed the other way round"] = ((X, W) => X.flip(1).mm(W.flip(0)), ""),
        ["right, with digits lost"] = ((X, W) => X.mm(W) + 1000 - 1000, ""),
        ["turned"] = ((X, W) => X.mm(W.t()), "Z A loss"),
        ["scaled by a thousandth more"] = ((X, W) => X.mm(W) * 1.001, "Z A loss"),
        ["the other sign, which the square hides"] = ((X, W) => -X.mm(W), "Z"),
        ["another shape"] = ((X, W) => X[..2].mm(W), "Z A loss"),
        ["another dtype"] = ((X, W) => X.to(ScalarType.Float64).mm(W.to(ScalarType.Float64)), "Z A loss"),
        ["one NaN"] = ((X, W) => where(X.mm(W) == X.mm(W).max(), float.NaN, X.mm(W)), "Z A loss"),
    };

    private readonly Leaf[] leaves =
    [
        new("X", tensor(new float[,] { { 1, -2, 3 }, { 0.5f, 4, -1 }, { 2, 2, -3 } }), LeafRole.Input),
        new("W", tensor(new float[,] { { 2, 1, -1 }, { -1, 0.25f, 3 }, { 3, -2, 0.7f } }), LeafRole.Parameter),
    ];

    public static TheoryData<string> ProductNames => [.. Products.Keys];

    [Theory]
    [MemberData(nameof(ProductNames))]
    public void The_reference_tells_what_differs(string name)
    {
        var (product, differing) = Products[name];
        var report = Comparer.Run(Squares(product));
        Assert.Equal(["Z", "A", "loss"], report.Forward.Select(value => value.Name));
        Assert.Equal(differing, string.Join(' ', report.Forward.Where(value => !value.Agrees).Select(value => value.Name)));
        Assert.Equal(differing.Length == 0, report.Agrees);
    }

    [Fact]
    public void An_agreement_is_a_short_line_in_the_header()
        => Assert.Contains(
            "\nforward   matches an independent one in the loss and 2 named tensors\n", Text("right"), StringComparison.Ordinal);

    [Fact]
    public void A_wrong_forward_is_described_and_decides_although_every_gradient_agrees()
    {
        var report = Comparer.Run(Squares(Products["scaled by a thousandth more"].Z));
        Assert.All(report.Tensors, tensor => Assert.Equal(Verdict.Agree, tensor.Verdict));
        var text = TextReport.Of(report, width: 10_000);
        Assert.Contains("forward   The forward pass does not match the independent one: Z differs first, ", text, StringComparison.Ordinal);
        Assert.Contains("; A and loss differ after it.", text, StringComparison.Ordinal);
        Assert.EndsWith(
            "DISAGREE: the gradients match the loss as written, but the forward pass does not match the independent one.\n", text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another shape", "Z differs first, (2, 3) of float32 where the reference has (3, 3) of float32;")]
    [InlineData("the other sign, which the square hides", "Z differs first, -1.300e+01 at [0, 0] where the reference has 1.300e+01.")]
    public void The_first_difference_is_shown(string name, string sentence)
        => Assert.Contains(sentence, Text(name), StringComparison.Ordinal);

    [Fact]
    public void Digits_lost_in_the_working_precision_are_rounding()
    {
        var Z = Comparer.Run(Squares(Products["right, with digits lost"].Z)).Forward[0];
        Assert.True(Z is { IsRounding: true, Diff.AllClose: false });
    }

    [Fact]
    public void What_is_not_finite_in_both_is_the_same()
    {
        var report = Comparer.Run(Computation.From(
            "infinite", leaves, t => t.Keep("K", (t["W"] * 0).log()).exp().sum() + t["W"].sum(), (t, d) => d.Add(t["W"], ones_like(t["W"])),
            t => t.Keep("K", full_like(t["W"], double.NegativeInfinity)).exp().sum() + t["W"].sum()));
        Assert.All(report.Forward, value => Assert.True(value.Agrees, value.Name));
    }

    [Fact]
    public void A_forward_that_overflows_in_the_working_precision_only_is_not_rounding()
    {
        // exp(100) is beyond float32; the logarithm of it is not.
        var report = Comparer.Run(Computation.From(
            "overflow", [new Leaf("X", full([2], 100f), LeafRole.Parameter)],
            t => t["X"].exp().log().sum(), (t, d) => d.Add(t["X"], ones_like(t["X"])), t => t["X"].sum()));
        Assert.False(Assert.Single(report.Forward).Agrees);
        Assert.False(report.Agrees);
    }

    [Fact]
    public void Masks_and_indices_are_compared_too()
    {
        var report = Comparer.Run(
            Computation.From(
                "mask", leaves, t => Picked(t, t["W"] > 0), (t, d) => d.Add(t["W"], t["mask"].to(t["W"].dtype)),
                t => Picked(t, t["W"] > 2)));
        Assert.Equal(["mask", "loss"], report.Forward.Where(value => !value.Agrees).Select(value => value.Name));

        static Tensor Picked(Trace t, Tensor mask) => where(t.Keep("mask", mask), t["W"], 0).sum();
    }

    [Fact]
    public void A_computation_without_a_reference_has_nothing_to_compare()
    {
        var report = Comparer.Run(Computation.From("alone", leaves, t => t["W"].sum(), (t, d) => d.Add(t["W"], ones_like(t["W"]))));
        Assert.Empty(report.Forward);
        Assert.True(report.Agrees);
    }

    [Fact]
    public void Random_numbers_are_the_same_in_both()
        => Assert.True(Comparer.Run(Computation.From(
            "noise", leaves, t => (t["W"] * rand_like(t["W"])).sum(), (t, d) => d.Add(t["W"], t["W"]), t => (rand_like(t["W"]) * t["W"])
                .sum())).Forward[0].Agrees);

    [Fact]
    public void A_reference_that_is_no_loss_is_refused_with_a_sentence()
    {
        var computation = Computation.From(
            "matrix", leaves, t => t["W"].sum(), (t, d) => d.Add(t["W"], ones_like(t["W"])), t => t["W"] * 1);
        Assert.Contains(
            "The reference forward pass of 'matrix' returned a Float32 tensor of 9 elements; a loss is one floating-point number.",
            Assert.ThrowsAny<ArgumentException>(() => Comparer.Run(computation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_no_tensor_behind()
    {
        var computation = Squares(Products["right, with digits lost"].Z);
        Comparer.Run(computation);
        Assert.Equal(0, LiveTensorsLeftBy(() => Comparer.Run(computation)));
    }

    /// <summary>One axis is one layer more, and ε may be far larger than the notebook's.</summary>
    [Fact]
    public void The_network_computes_what_torchs_own_functions_do()
        => Gen.Select(Gen.Int[1, 3], Gen.OneOf(0, 1e-10, 1e-3, 0.5), Gen.OneOf(ScalarType.Float32, ScalarType.Float64), Gen.Int[1, 1000])
            .Sample(
            (depth, epsilon, dtype, seed) =>
            {
                using var scope = NewDisposeScope();
                random.manual_seed(seed);
                int[] widths = [5, .. Enumerable.Repeat(4, depth - 1), 3];
                var layers = widths.Zip(widths.Skip(1), (inputs, outputs) => (randn(outputs, inputs), randn(1, outputs))).ToList();
                var network = new NotebookMlp(
                    "network", randn(6, 5), nn.functional.one_hot(randint(0, 3, 6), 3).to(ScalarType.Float32), layers, epsilon);
                var forward = Comparer.Run(network, new ComparisonOptions { Dtype = dtype, Witness = WitnessMode.Never }).Forward;
                Assert.Equal(2 * depth + 1, forward.Length);
                Assert.All(forward, value => Assert.True(value.Agrees, $"{value.Name}, budget {value.Diff.Budget}"));
            },
            iter: 15, threads: 1, seed: "0000KGPVZUa2");

    private static Tensor Squares(Trace t, Tensor product) => t.Keep("A", t.Watch("Z", product).square()).sum();

    private string Text(string product) => TextReport.Of(Comparer.Run(Squares(Products[product].Z)), width: 10_000);

    /// <summary>With a backward that is right whatever the product is: it takes the slope of the product itself.</summary>
    private Computation Squares(Func<Tensor, Tensor, Tensor> product) => Computation.From(
        "squares", leaves,
        t => Squares(t, product(t["X"], t["W"])),
        (t, d) =>
        {
            d.Add(t["Z"], t["Z"] * 2);
            using var recording = enable_grad();
            var W = t["W"].detach().requires_grad_(true);
            product(t["X"], W).backward([d[t["Z"]]]);
            d.Add(t["W"], W.grad!);
        },
        t => Squares(t, t["X"].mm(t["W"])));
}
