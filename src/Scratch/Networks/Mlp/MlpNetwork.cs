using System.Globalization;
using ScratchVsAutograd.Scratch.Networks.Layers;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Mlp;

/// <summary>
/// A multilayer perceptron of any depth: hidden layers (<see cref="MlpLayer"/>) called layers.0, layers.1, …, a linear layer called
/// output, whose values are the logits, and cross-entropy.
/// </summary>
/// <remarks>Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), chapters 6 to 8.</remarks>
internal sealed class MlpNetwork : Computation
{
    private readonly MlpSizes sizes;
    private readonly bool training;

    private MlpNetwork(
        string name, MlpSizes sizes, IReadOnlyList<Leaf> parameters, Tensor X, Tensor y, IEnumerable<Leaf> constants, bool training)
    {
        (this.sizes, this.training) = (sizes, training);
        Name = name;
        Leaves = [Leaf.Input("X", X), .. parameters, .. constants, Leaf.Constant("y", y)];
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves { get; }

    /// <summary>In training, on one batch.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="sizes">How large it is.</param>
    /// <param name="parameters">See <see cref="Parameters"/>.</param>
    /// <param name="X">(N, features).</param>
    /// <param name="y">Classes (N,), int64.</param>
    /// <param name="masks">Draws what is dropped.</param>
    public static MlpNetwork InTraining(
        string name, MlpSizes sizes, IReadOnlyList<Leaf> parameters, Tensor X, Tensor y, Generator masks)
        => new(name, sizes, parameters, X, y, Masks(sizes, X, masks), training: true);

    /// <summary>In evaluation: nothing is dropped, and batches are normalized by the statistics of all training rows.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="sizes">How large it is.</param>
    /// <param name="parameters">See <see cref="Parameters"/>.</param>
    /// <param name="X">(N, features).</param>
    /// <param name="y">Classes (N,), int64.</param>
    /// <param name="pass">A forward pass in training over all rows.</param>
    public static MlpNetwork InEvaluation(
        string name, MlpSizes sizes, IReadOnlyList<Leaf> parameters, Tensor X, Tensor y, Trace pass)
    {
        var statistics = sizes.Normalization == MlpNormalization.Batch
            ? sizes.Hidden.SelectMany((_, layer) => BatchNormLayer.Statistics(pass, $"{Prefix(layer)}.norm"))
            : [];
        return new(name, sizes, parameters, X, y, statistics, training: false);
    }

    /// <summary>Fresh parameters, float32: weights as He draws them, biases 0.</summary>
    public static IReadOnlyList<Leaf> Parameters(long seed, MlpSizes sizes)
    {
        using var weights = new Weights(seed);
        var inputs = sizes.Features;
        foreach (var (layer, outputs) in sizes.Hidden.Index())
        {
            MlpLayer.Draw(weights, Prefix(layer), sizes, inputs, outputs);
            inputs = outputs;
        }

        weights.He("output.weight", sizes.Classes, inputs);
        weights.Constant("output.bias", 0, 1, sizes.Classes);
        return weights.All;
    }

    /// <inheritdoc />
    public override Tensor Forward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var A = t["X"];
        foreach (var layer in Layers(t)) A = layer.Forward(A);
        return ClassLoss.Forward(t, Dense.Forward(t, "output", A));
    }

    /// <summary>The same by torch's own functions.</summary>
    public override Tensor? ReferenceForward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var A = t["X"];
        foreach (var layer in Layers(t)) A = layer.Reference(A);
        return nn.functional.cross_entropy(t.Watch("output", Dense.Reference(t, "output", A)), t["y"]);
    }

    /// <inheritdoc />
    public override void Backward(Trace t, Gradients d)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(d);
        var layers = Layers(t);
        Tensor Input(int layer) => layer == 0 ? t["X"] : layers[layer - 1].Output;
        ClassLoss.Backward(t, d, t["output"]);
        Dense.Backward(t, d, "output", Input(layers.Count));
        for (var layer = layers.Count - 1; layer >= 0; layer--) layers[layer].Backward(d, Input(layer));
    }

    private List<MlpLayer> Layers(Trace t) => [.. sizes.Hidden.Select((_, layer) => new MlpLayer(t, Prefix(layer), sizes, training))];

    private static IEnumerable<Leaf> Masks(MlpSizes sizes, Tensor X, Generator masks)
    {
        if (sizes.Dropout == 0) yield break;
        foreach (var (layer, width) in sizes.Hidden.Index())
            yield return Leaf.Constant($"{Prefix(layer)}.mask", rand([X.shape[0], width], generator: masks) >= sizes.Dropout);
    }

    private static string Prefix(int layer) => string.Create(CultureInfo.InvariantCulture, $"layers.{layer}");
}
