using System.Globalization;
using ScratchVsAutograd.Ops;
using ScratchVsAutograd.Scratch.Networks.Layers;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Residual;

/// <summary>
/// A residual network for small images, its tensors named as torchvision's: conv1, bn1, relu; the blocks (<see cref="ResidualBlock"/>)
/// layer1.0, …, of which the first of layer2 and layer3 has stride 2; avgpool, features (the same, flattened), and the logits, fc; then
/// cross-entropy.
/// </summary>
/// <remarks>Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition" (2016), section 4.2.</remarks>
internal sealed class ResNet : Computation
{
    private readonly ResNetSizes sizes;
    private readonly bool training;

    private ResNet(string name, ResNetSizes sizes, IEnumerable<Leaf> parameters, Tensor X, Tensor y, bool training)
    {
        (this.sizes, this.training) = (sizes, training);
        Name = name;
        Leaves = [Leaf.Input("X", X), .. parameters, Leaf.Constant("y", y)];
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves { get; }

    /// <summary>In training, on one batch.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="sizes">How large it is.</param>
    /// <param name="parameters">See <see cref="Parameters"/>.</param>
    /// <param name="X">Images (N, 1, H, W), H and W divisible by 4.</param>
    /// <param name="y">Classes (N,), int64.</param>
    public static ResNet InTraining(string name, ResNetSizes sizes, IReadOnlyList<Leaf> parameters, Tensor X, Tensor y)
        => new(name, sizes, parameters, X, y, training: true);

    /// <summary>In evaluation: normalized by the statistics of all training rows.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="sizes">How large it is.</param>
    /// <param name="parameters">See <see cref="Parameters"/>.</param>
    /// <param name="X">Images (N, 1, H, W), H and W divisible by 4.</param>
    /// <param name="y">Classes (N,), int64.</param>
    /// <param name="pass">A forward pass in training over all rows.</param>
    public static ResNet InEvaluation(
        string name, ResNetSizes sizes, IReadOnlyList<Leaf> parameters, Tensor X, Tensor y, Trace pass)
    {
        var norms = Places(sizes).SelectMany(place => ResidualBlock.Norms(place.Prefix, place.Widens)).Prepend("bn1");
        return new(
            name, sizes, parameters.Concat(norms.SelectMany(norm => BatchNormLayer.Statistics(pass, norm))), X, y, training: false);
    }

    /// <summary>Fresh parameters, float32: weights as He draws them, biases 0.</summary>
    public static IReadOnlyList<Leaf> Parameters(long seed, ResNetSizes sizes)
    {
        using var weights = new Weights(seed);
        ConvNorm.Draw(weights, "conv1", "bn1", 1, sizes.Channels);
        var inputs = sizes.Channels;
        foreach (var place in Places(sizes))
        {
            ResidualBlock.Draw(weights, place.Prefix, inputs, place.Channels);
            inputs = place.Channels;
        }

        weights.He("fc.weight", sizes.Classes, inputs);
        weights.Constant("fc.bias", 0, 1, sizes.Classes);
        return weights.All;
    }

    /// <inheritdoc />
    public override Tensor Forward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var A = t.Watch("relu", Relu.Forward(Stem(t).Forward(t["X"])));
        foreach (var block in Blocks(t)) A = block.Forward(A);
        var pooled = t.Watch("avgpool", AdaptiveAvgPool2d.Forward(A, 1, 1));
        var features = t.Watch("features", Reshape.Forward(pooled, [A.shape[0], A.shape[1]]));
        return ClassLoss.Forward(t, Dense.Forward(t, "fc", features));
    }

    /// <summary>The same by torch's own functions.</summary>
    public override Tensor? ReferenceForward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var A = nn.functional.relu(Stem(t).Reference(t["X"]));
        foreach (var block in Blocks(t)) A = block.Reference(A);
        return nn.functional.cross_entropy(t.Watch("fc", Dense.Reference(t, "fc", A.mean([2L, 3L]))), t["y"]);
    }

    /// <inheritdoc />
    public override void Backward(Trace t, Gradients d)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(d);
        var blocks = Blocks(t);
        ClassLoss.Backward(t, d, t["fc"]);
        Dense.Backward(t, d, "fc", t["features"]);
        Reshape.Backward(d, t["avgpool"], t["features"]);
        AdaptiveAvgPool2d.Backward(d, blocks[^1].Output, t["avgpool"]);
        for (var block = blocks.Count - 1; block > 0; block--) blocks[block].Backward(d, blocks[block - 1].Output);
        blocks[0].Backward(d, t["relu"]);
        Relu.Backward(d, t["bn1"], t["relu"]);
        Stem(t).Backward(d, t["X"]);
    }

    private ConvNorm Stem(Trace t) => new(t, "conv1", "bn1", 1, training);

    private List<ResidualBlock> Blocks(Trace t)
        => [.. Places(sizes).Select(place => new ResidualBlock(t, place.Prefix, place.Widens ? 2 : 1, place.Widens, training))];

    // Where the blocks are: the first one of each stage but the first shrinks the image and widens the channels.
    private static IEnumerable<(string Prefix, long Channels, bool Widens)> Places(ResNetSizes sizes)
        => from stage in Enumerable.Range(0, ResNetSizes.Stages)
           from block in Enumerable.Range(0, sizes.Blocks)
           select (
               string.Create(CultureInfo.InvariantCulture, $"layer{stage + 1}.{block}"), sizes.ChannelsOf(stage),
               stage > 0 && block == 0);
}
