using ScratchVsAutograd.Ops;
using ScratchVsAutograd.Scratch.Networks.Layers;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Vae;

/// <summary>
/// A variational autoencoder with given noise ε: encoder, a linear layer and its ReLU, hidden; from that the mean and the logarithm of the
/// variance, log_variance, of the code; code = mean + deviation ∘ ε with deviation = exp(½ log_variance); decoder and its ReLU, rebuilt,
/// and the logits of the pixels, pixels. With N rows, the loss is
/// <para>L = (reconstruction + divergence) / N, where reconstruction is Σ of the binary cross-entropy of the pixels, and divergence =
/// −½ Σ (1 + log_variance − mean² − exp(log_variance)) is that of the code from a standard Gaussian.</para>
/// </summary>
/// <remarks>Source: Kingma, Welling, "Auto-Encoding Variational Bayes" (2014), appendix B and C.</remarks>
internal sealed class VaeNetwork : Computation
{
    /// <summary>A network on one batch.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="parameters">See <see cref="Parameters"/>.</param>
    /// <param name="X">Pixels (N, features) from 0 to 1.</param>
    /// <param name="noise">ε (N, code), standard Gaussian.</param>
    public VaeNetwork(string name, IReadOnlyList<Leaf> parameters, Tensor X, Tensor noise)
    {
        Name = name;
        Leaves = [Leaf.Constant("X", X), Leaf.Constant("noise", noise), .. parameters];
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves { get; }

    /// <summary>Fresh parameters, float32.</summary>
    /// <param name="seed">What draws them.</param>
    /// <param name="features">Of the input.</param>
    /// <param name="hidden">Width of the encoder and of the decoder.</param>
    /// <param name="code">Width of the code.</param>
    public static IReadOnlyList<Leaf> Parameters(long seed, long features, long hidden, long code)
    {
        using var weights = new Weights(seed);
        foreach (var (layer, outputs, inputs) in new[]
            {
                ("encoder", hidden, features), ("mean", code, hidden), ("log_variance", code, hidden), ("decoder", hidden, code),
                ("pixels", features, hidden),
            })
        {
            weights.Gaussian($"{layer}.weight", 1 / Math.Sqrt(inputs), outputs, inputs);
            weights.Constant($"{layer}.bias", 0, 1, outputs);
        }

        return weights.All;
    }

    /// <inheritdoc />
    public override Tensor Forward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var hidden = t.Watch("hidden", Relu.Forward(Dense.Forward(t, "encoder", t["X"])));
        var (mean, logVariance) = (Dense.Forward(t, "mean", hidden), Dense.Forward(t, "log_variance", hidden));
        var deviation = t.Watch("deviation", (logVariance / 2).exp());
        var spread = t.Watch("spread", Mul.Forward(deviation, t["noise"]));
        var code = t.Watch("code", Add.Forward(mean, spread));
        var rebuilt = t.Watch("rebuilt", Relu.Forward(Dense.Forward(t, "decoder", code)));
        var pixels = Dense.Forward(t, "pixels", rebuilt);
        var reconstruction = t.Watch(
            "reconstruction", BinaryCrossEntropyWithLogits.Forward(pixels, t["X"], reduction: Reduction.Sum));
        var divergence = t.Watch("divergence", -(1 + logVariance - mean * mean - logVariance.exp()).sum() / 2);
        return (reconstruction + divergence) / pixels.shape[0];
    }

    /// <summary>The same by torch's own functions.</summary>
    public override Tensor? ReferenceForward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var hidden = nn.functional.relu(Dense.Reference(t, "encoder", t["X"]));
        var (mean, logVariance) = (Dense.Reference(t, "mean", hidden), Dense.Reference(t, "log_variance", hidden));
        var code = mean + (logVariance / 2).exp() * t["noise"];
        var pixels = t.Watch("pixels", Dense.Reference(t, "pixels", nn.functional.relu(Dense.Reference(t, "decoder", code))));
        var reconstruction = nn.functional.binary_cross_entropy_with_logits(pixels, t["X"], reduction: nn.Reduction.Sum);
        // Of N(m, s²) from N(0, 1): −log s + (s² + m²) / 2 − 1/2.
        var divergence = (-logVariance / 2 + (logVariance.exp() + mean.square()) / 2 - 0.5).sum();
        return (reconstruction + divergence) / pixels.shape[0];
    }

    /// <inheritdoc />
    public override void Backward(Trace t, Gradients d)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(d);
        var (mean, logVariance, deviation) = (t["mean"], t["log_variance"], t["deviation"]);
        var (reconstruction, divergence) = (t["reconstruction"], t["divergence"]);
        d.Add(reconstruction, ones_like(reconstruction) / t["X"].shape[0]);
        d.Add(divergence, ones_like(divergence) / t["X"].shape[0]);
        BinaryCrossEntropyWithLogits.Backward(d, t["pixels"], t["X"], reconstruction, reduction: Reduction.Sum);
        Dense.Backward(t, d, "pixels", t["rebuilt"]);
        Relu.Backward(d, t["decoder"], t["rebuilt"]);
        Dense.Backward(t, d, "decoder", t["code"]);
        Add.Backward(d, mean, t["spread"], t["code"]);
        Mul.Backward(d, deviation, t["noise"], t["spread"]);
        // The mean and the variance are used twice: for the code, and in the divergence, whose derivatives are mean and ½ (variance − 1).
        d.Add(mean, d[divergence] * mean);
        d.Add(logVariance, d[deviation] * deviation / 2 + d[divergence] * (logVariance.exp() - 1) / 2);
        Dense.Backward(t, d, "mean", t["hidden"]);
        Dense.Backward(t, d, "log_variance", t["hidden"]);
        Relu.Backward(d, t["encoder"], t["hidden"]);
        Dense.Backward(t, d, "encoder", t["X"]);
    }
}
