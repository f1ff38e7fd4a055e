using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Experiments.Notebook;
using ScratchVsAutograd.Scratch.Networks;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Experiments.Notebook;

/// <summary>The notebook was run in PyTorch with seed 0; here the same data, weights, loss and hand-written gradients come out.</summary>
public class NotebookFixtureTests
{
    private static readonly string[] Tensors = ["W1", "B1", "W2", "B2", "Z1", "A1", "Z2"];

    public static TheoryData<string> Names => new(Tensors);

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var name in Tensors)
        {
            cases.Add("randn", name);
            cases.Add("he", name);
        }

        return cases;
    }

    [Theory]
    [InlineData("randn", 18.460867f)]
    [InlineData("he", 2.727001f)]
    public void LossIsThatOfTheNotebook(string initialization, float printed)
    {
        using var scope = NewDisposeScope();
        var (_, loss, _) = Run(initialization);
        var expected = (float)NpzFixture.Open($"notebook-seed0-{initialization}.npz")["loss"].item<double>();
        Assert.Equal(printed, expected, 1e-6f * printed);
        Assert.Equal(expected, loss.item<float>(), 1e-5f * expected);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void HandWrittenGradientIsThatOfTheNotebook(string initialization, string name)
    {
        using var scope = NewDisposeScope();
        var (trace, _, gradients) = Run(initialization);
        var actual = gradients[trace[name]];
        var expected = NpzFixture.Open($"notebook-seed0-{initialization}.npz")[$"{name}/scratch"];
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(IsClose(actual, expected), $"largest difference {(actual - expected).abs().max().item<float>()}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheToleranceTellsTheNotebooksScratchFromItsAutograd(string name)
    {
        using var scope = NewDisposeScope();
        var fixture = NpzFixture.Open("notebook-seed0-randn.npz");
        Assert.False(IsClose(fixture[$"{name}/scratch"], fixture[$"{name}/autograd"]));
    }

    private static bool IsClose(Tensor actual, Tensor expected) => allclose(actual, expected, rtol: 1e-4, atol: 1e-7);

    private static (Trace Trace, Tensor Loss, Gradients Gradients) Run(string initialization)
    {
        using var noGrad = no_grad();
        var batch = Digits.Load().TrainingBatch();
        var layers = WeightInitialization.All.Single(candidate => candidate.Name == initialization).Draw(seed: 0, [64, 30, 10]);
        var mlp = new NotebookMlp("notebook", batch.X, batch.Y, layers);
        var trace = new Trace(mlp.Leaves);
        var loss = mlp.Forward(trace);
        var gradients = new Gradients(trace);
        mlp.Backward(trace, gradients);
        return (trace, loss, gradients);
    }
}
