using ScratchVsAutograd.Scratch.Networks;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Scratch.Networks;

/// <summary>The hand-written network against autograd on the real digits, one case a tensor.</summary>
public sealed class NotebookMlpTests : TensorTest
{
    /// <summary>
    /// What torch.allclose allows by default, for both dtypes: the notebook's 1e-10 inside the logarithm moves autograd's
    /// gradient by about 1e-10/p, which float64's own, tighter tolerance would see.
    /// </summary>
    private static readonly Tolerance Allclose = new(1e-5, 1e-8);

    private static readonly Dictionary<string, NotebookRun> Runs = new(
        from depth in new[] { 1, 2, 4 }
        from dtype in new[] { ScalarType.Float32, ScalarType.Float64 }
        from seed in Enumerable.Range(0, 5)
        select KeyValuePair.Create(
            FormattableString.Invariant($"depth {depth}, {dtype}, he, seed {seed}"), new NotebookRun("he", seed, depth, dtype)));

    public static TheoryData<string> RunNames => [.. Runs.Keys];

    public static TheoryData<string> Float64RunNames
        => [.. Runs.Where(run => run.Value.Dtype == ScalarType.Float64).Select(run => run.Key)];

    public static TheoryData<string, string> TensorsOfEveryRun()
    {
        var cases = new TheoryData<string, string>();
        foreach (var (name, run) in Runs)
        {
            foreach (var tensor in NotebookRun.TensorsAt(run.Depth)) cases.Add(name, tensor);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(TensorsOfEveryRun))]
    public void Gradient_is_allclose_to_autograds(string run, string tensor)
    {
        var report = Runs[run].Report(Allclose).Tensors.Single(candidate => candidate.Name == tensor);
        Assert.True(report.Diff is { AllClose: true, Blind: false }, $"{report.Verdict}, budget {report.Diff?.Budget}");
    }

    [Theory]
    [MemberData(nameof(RunNames))]
    public void Every_tensor_is_a_case(string run)
        => Assert.Equal(NotebookRun.TensorsAt(Runs[run].Depth), Runs[run].Report(Allclose).Tensors.Select(tensor => tensor.Name));

    [Theory]
    [MemberData(nameof(Float64RunNames))]
    public void Without_the_epsilon_float64_agrees_to_its_own_digits(string run)
    {
        var report = (Runs[run] with { Epsilon = 0 }).Report();
        Assert.True(report.Agrees);
        Assert.All(report.Tensors, tensor => Assert.InRange(tensor.Diff!.MaxAbs, 0, 1e-12));
    }

    [Fact]
    public void A_network_without_layers_is_refused()
        => Assert.Contains(
            "needs at least one layer", Assert.Throws<ArgumentException>(() => new NotebookMlp("none", ones(2, 3), ones(2, 3), [])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Layers_that_do_not_fit_each_other_are_refused_before_the_native_call()
    {
        var mlp = new NotebookMlp("odd", ones(2, 3), ones(2, 4), [(ones(5, 3), zeros(1, 5)), (ones(4, 6), zeros(1, 4))]);
        Assert.Contains(
            "X has shape (2, 5), expected (?, 6)", Assert.Throws<ArgumentException>(() => mlp.Forward(new Trace(mlp.Leaves))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_counterfactual_is_the_same_network_without_the_epsilon()
    {
        var mlp = new NotebookMlp("small", randn(4, 3), eye(4), [(randn(4, 3), zeros(1, 4))], epsilon: 0.25);
        var counterfactual = Assert.Single(mlp.Counterfactuals);
        Assert.Contains("0.25", counterfactual.Sentence, StringComparison.Ordinal);
        Assert.Same(mlp.Leaves[1].Value, counterfactual.Variant.Leaves[1].Value);
        Assert.Empty(counterfactual.Variant.Counterfactuals);
        Assert.False(Comparer.Run(mlp).Agrees);
        Assert.True(Comparer.Run(counterfactual.Variant).Agrees);
    }

    [Fact]
    public void Improbable_says_how_near_epsilon_the_nearest_is_where_none_is_below()
    {
        var P = tensor(new[,] { { 0.9, 0.1 }, { 0.99999, 1e-5 } });
        Assert.Equal(
            "the smallest true-class probability is 1e-05, where the 1e-10 removes 1e-05 of the gradient",
            NotebookMlp.Improbable(P, tensor(new double[,] { { 1, 0 }, { 0, 1 } }), epsilon: 1e-10));
    }

    [Fact]
    public void Improbable_counts_the_rows_whose_true_class_is_below_epsilon()
    {
        var P = tensor(new double[,] { { 1e-11, 1 }, { 1e-11, 1 }, { 1e-9, 1 } });
        Assert.Equal(
            "1 of 3 rows have a true-class probability below 1e-10",
            NotebookMlp.Improbable(P, tensor(new double[,] { { 1, 0 }, { 0, 1 }, { 1, 0 } }), epsilon: 1e-10));
    }
}
