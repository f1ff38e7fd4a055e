using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Judging;

/// <summary>Awkward code gets a verdict, or one sentence that names what is awkward about it, never a line of the engine's own.</summary>
public sealed class OddComputationsTests : TensorTest
{
    private static readonly Dictionary<string, (Func<Trace, Tensor> Forward, Action<Trace, Gradients> Backward, string Sentence)> Unusable =
        new()
        {
            ["forward disposes what it watched"] = (
            t =>
            {
                using var scope = NewDisposeScope();
                return scope.MoveToOuter((t.Watch("Z", t["X"].tanh()) * t["R"]).sum());
            }
            , (_, _) => { }, "forward disposes Z, which the trace holds on to"),
            ["backward disposes a leaf"] = (
            Tanh,
            (t, d) =>
            {
                using var X = t["X"];
                d.Add(X, t["R"].clone());
            }
            , "backward disposes X, which the trace holds on to"),
            ["backward disposes a leaf and throws"] = (
            Tanh,
            (t, _) =>
            {
                t["X"].Dispose();
                throw new NotSupportedException("no further");
            }
            , "backward disposes X, which the trace holds on to"),
            ["no loss"] = (_ => null!, (_, _) => { }, "The forward pass of 'odd' returned null; a loss is one floating-point number."),
        };

    public static TheoryData<string> UnusableNames => [.. Unusable.Keys];

    [Theory]
    [MemberData(nameof(UnusableNames))]
    public void Is_refused_with_a_sentence(string what)
    {
        var (forward, backward, sentence) = Unusable[what];
        var exception = Assert.ThrowsAny<ArgumentException>(() => Comparer.Run(Odd(forward, backward)));
        Assert.StartsWith(sentence, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_complex_leaf_is_refused_with_a_sentence()
    {
        var exception = Assert.ThrowsAny<ArgumentException>(() => Comparer.Run(Computation.From(
            "odd", [Leaf.Parameter("z", randn(3, ScalarType.ComplexFloat32))], t => t["z"].abs().sum(), (_, _) => { })));
        Assert.StartsWith(
            "'z' of 'odd' is ComplexFloat32; only gradients of real tensors are compared", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_read_or_returned_may_be_disposed()
    {
        var report = Comparer.Run(Odd(Tanh, (t, d) =>
        {
            using (var dZ = d.Add(t["Z"], t["R"].clone())) Assert.False(dZ.IsInvalid);
            using (var dZ = d[t["Z"]]) d.Add(t["X"], dZ * (1 - t["Z"].square()) / 2);
            using (var dX = d.Add(t["X"], d[t["Z"]] * (1 - t["Z"].square()) / 2)) Assert.False(dX.IsInvalid);
        }));
        Assert.True(report.Agrees, TextReport.Of(report));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Int64)]
    public void A_gradient_of_whole_numbers_is_extra(ScalarType written)
    {
        var report = Comparer.Run(Computation.From(
            "odd", [Leaf.Parameter("X", randn(3, 2)), Leaf.Constant("y", tensor(new long[] { 1, 0, 1 }))],
            t => t["X"].gather(1, t["y"].unsqueeze(1)).sum(),
            (t, d) =>
            {
                d.Add(t["X"], nn.functional.one_hot(t["y"], 2).to(ScalarType.Float32));
                d.Add(t["y"], ones(3, written));
            }));
        Assert.Equal(["y"], report.Faults.AsEnumerable());
        Assert.Equal(Verdict.Extra, report.Tensors.Single(tensor => tensor.Name == "y").Verdict);
    }

    private static Tensor Tanh(Trace t) => (t.Watch("Z", t["X"].tanh()) * t["R"]).sum();

    private static Computation Odd(Func<Trace, Tensor> forward, Action<Trace, Gradients> backward)
        => Computation.From("odd", [Leaf.Parameter("X", randn(5, 3)), Leaf.Constant("R", randn(5, 3))], forward, backward);
}
