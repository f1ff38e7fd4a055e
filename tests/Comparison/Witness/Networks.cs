using ScratchVsAutograd.Ops;
using ScratchVsAutograd.Scratch.Networks;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Witness;

/// <summary>Small computations for the witness to look at.</summary>
internal static class Networks
{
    /// <summary>An MLP 8-6-4 on 20 random rows, in float64.</summary>
    /// <param name="gain">Standard deviation of the weights; 3 leaves most true classes with probabilities below 1e-10.</param>
    /// <param name="inputs">Standard deviation of the inputs.</param>
    /// <param name="epsilon">See <see cref="SoftmaxCrossEntropy"/>.</param>
    public static NotebookMlp Mlp(double gain = 0.4, double inputs = 1, double epsilon = SoftmaxCrossEntropy.DefaultEpsilon)
    {
        random.manual_seed(3);
        var X = randn(20, 8, ScalarType.Float64) * inputs;
        var y = nn.functional.one_hot(randint(4, 20), 4).to(ScalarType.Float64);
        (Tensor, Tensor)[] layers =
        [
            (randn(6, 8, ScalarType.Float64) * gain, randn(1, 6, ScalarType.Float64) * 0.1 * inputs),
            (randn(4, 6, ScalarType.Float64) * gain, randn(1, 4, ScalarType.Float64) * 0.1),
        ];
        return new NotebookMlp("mlp", X, y, layers, epsilon);
    }

    /// <summary>L = Σ f(x) for one leaf x, or whatever <paramref name="loss"/> makes of it; without a backward pass.</summary>
    public static Computation Of(Tensor x, Func<Tensor, Tensor> loss)
        => Computation.From("function", [new Leaf("x", x, LeafRole.Parameter)], t => loss(t["x"]), (_, _) => { });
}
