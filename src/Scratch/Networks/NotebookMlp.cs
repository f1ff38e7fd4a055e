using System.Globalization;
using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks;

/// <summary>
/// A multilayer perceptron of any depth: Zₗ = Aₗ₋₁ Wₗᵀ + Bₗ with A₀ = X, Aₗ = ReLU(Zₗ) between layers, and softmax
/// cross-entropy on the last Z. Its tensors are named as in the notebook: X, W1, B1, Z1, A1, W2, B2, Z2, …, y.
/// </summary>
internal sealed class NotebookMlp : Computation
{
    private readonly double epsilon;

    /// <summary>A network on one batch.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="X">Inputs (N, features).</param>
    /// <param name="y">One-hot targets (N, classes).</param>
    /// <param name="layers">Weights (out, in) and bias (1, out) of each layer, the first one's in = features, the last one's out =
    /// classes.</param>
    /// <param name="epsilon">See <see cref="SoftmaxCrossEntropy"/>.</param>
    /// <exception cref="ArgumentException">No layers; shapes are checked by the ops as they run.</exception>
    public NotebookMlp(
        string name, Tensor X, Tensor y, IReadOnlyList<(Tensor W, Tensor B)> layers, double epsilon = SoftmaxCrossEntropy.DefaultEpsilon)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0) throw new ArgumentException("A network needs at least one layer; none was given.", nameof(layers));
        this.epsilon = epsilon;
        Name = name;
        Depth = layers.Count;
        Leaves =
        [
            new Leaf("X", X, LeafRole.Input),
            .. layers.SelectMany((layer, index) => new[]
            {
                new Leaf($"W{index + 1}", layer.W, LeafRole.Parameter),
                new Leaf($"B{index + 1}", layer.B, LeafRole.Parameter),
            }),
            new Leaf("y", y, LeafRole.Constant),
        ];
    }

    /// <summary>How many linear layers there are.</summary>
    public int Depth { get; }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves { get; }

    /// <inheritdoc />
    public override IEnumerable<Counterfactual> Counterfactuals
        => epsilon == 0
            ? []
            : [WithoutEpsilon];

    private Counterfactual WithoutEpsilon
        => new("epsilon=0", $"without the {Text(epsilon)} that is added to the denominator and inside the logarithm", With(0))
        {
            Evidence = t => Improbable(t[$"A{Depth}"], t["y"], epsilon),
            Fix = "use a log-softmax, which needs no epsilon, or keep the probabilities far above it, as He scaling does",
        };

    /// <summary>
    /// Counts the rows on which ε outweighs what it is added to, those whose true class has a P below ε; or says how far the smallest
    /// P is above it: the derivative of log(P + ε) is that of log P but for the part ε/P.
    /// </summary>
    internal static string Improbable(Tensor P, Tensor y, double epsilon)
    {
        using var scope = NewDisposeScope();
        var trueClass = (y * P).sum(1);
        var below = (trueClass < epsilon).sum().item<long>();
        if (below > 0 || P.shape[0] == 0)
            return FormattableString.Invariant($"{below:N0} of {P.shape[0]:N0} rows have a true-class probability below {Text(epsilon)}");
        var least = trueClass.min().to(ScalarType.Float64).item<double>();
        return FormattableString.Invariant(
            $"the smallest true-class probability is {least:g3}, where the {Text(epsilon)} removes {epsilon / least:g2} of the gradient");
    }

    // As it is written in source: 1e-10.
    private static string Text(double epsilon) => epsilon.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();

    /// <inheritdoc />
    public override Tensor Forward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var logits = Logits(t);
        var (loss, P) = SoftmaxCrossEntropy.Forward(logits, t["y"], epsilon);
        t.Keep($"A{Depth}", P);
        return loss;
    }

    /// <summary>The same network by torch's own functions, ε included.</summary>
    public override Tensor? ReferenceForward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var A = t["X"];
        for (var layer = 1; ; layer++)
        {
            // torch's bias has one axis.
            var Z = t.Watch($"Z{layer}", nn.functional.linear(A, t[$"W{layer}"], t[$"B{layer}"].flatten()));
            if (layer == Depth)
            {
                var (loss, P) = SoftmaxCrossEntropy.Reference(Z, t["y"], epsilon);
                t.Keep($"A{Depth}", P);
                return loss;
            }

            A = t.Watch($"A{layer}", nn.functional.relu(Z));
        }
    }

    /// <inheritdoc />
    public override void Backward(Trace t, Gradients d)
    {
        ArgumentNullException.ThrowIfNull(t);
        SoftmaxCrossEntropy.Backward(d, t[$"Z{Depth}"], t[$"A{Depth}"], t["y"]);
        for (var layer = Depth; layer >= 1; layer--)
        {
            var input = layer == 1 ? "X" : $"A{layer - 1}";
            Linear.Backward(d, t[input], t[$"W{layer}"], t[$"B{layer}"], t[$"Z{layer}"]);
            if (layer > 1) Relu.Backward(d, t[$"Z{layer - 1}"], t[input]);
        }
    }

    private Tensor Logits(Trace t)
    {
        var A = t["X"];
        for (var layer = 1; layer < Depth; layer++)
        {
            var Z = t.Watch($"Z{layer}", Linear.Forward(A, t[$"W{layer}"], t[$"B{layer}"]));
            A = t.Watch($"A{layer}", Relu.Forward(Z));
        }

        return t.Watch($"Z{Depth}", Linear.Forward(A, t[$"W{Depth}"], t[$"B{Depth}"]));
    }

    private NotebookMlp With(double otherEpsilon)
    {
        var layers = Enumerable.Range(0, Depth).Select(index => (Leaves[1 + 2 * index].Value, Leaves[2 + 2 * index].Value));
        return new NotebookMlp(Name, Leaves[0].Value, Leaves[^1].Value, [.. layers], otherEpsilon);
    }
}
