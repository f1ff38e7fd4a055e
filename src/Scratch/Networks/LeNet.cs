using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks;

/// <summary>
/// A convolutional network for small images: twice convolution (3 × 3, padded by 1), ReLU and max-pooling by 2, then a linear layer and
/// cross-entropy. Its tensors: X, K1, B1, Z1, A1, P1, K2, B2, Z2, A2, P2, F (P2 flattened), W3, B3, Z3, loss.
/// </summary>
/// <remarks>Source: after LeCun, Bottou, Bengio, Haffner, "Gradient-Based Learning Applied to Document Recognition" (1998).</remarks>
internal sealed class LeNet : Computation
{
    /// <summary>A network on one batch.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="parameters">See <see cref="Parameters"/>.</param>
    /// <param name="X">Images (N, 1, H, W), H and W divisible by 4.</param>
    /// <param name="y">Classes (N,), int64.</param>
    public LeNet(string name, IReadOnlyList<Leaf> parameters, Tensor X, Tensor y)
    {
        Name = name;
        Leaves = [Leaf.Input("X", X), .. parameters, Leaf.Constant("y", y)];
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves { get; }

    /// <summary>Fresh parameters, float32.</summary>
    /// <param name="seed">What draws them.</param>
    /// <param name="height">Of the images.</param>
    /// <param name="width">Of the images.</param>
    /// <param name="classes">How many there are.</param>
    /// <param name="channels">How many kernels the two convolutions have.</param>
    public static IReadOnlyList<Leaf> Parameters(long seed, long height, long width, long classes, (long First, long Second) channels)
    {
        using var weights = new Weights(seed);
        weights.He("K1", channels.First, 1, 3, 3);
        weights.Constant("B1", 0, channels.First);
        weights.He("K2", channels.Second, channels.First, 3, 3);
        weights.Constant("B2", 0, channels.Second);
        weights.He("W3", classes, channels.Second * (height / 4) * (width / 4));
        weights.Constant("B3", 0, 1, classes);
        return weights.All;
    }

    /// <inheritdoc />
    public override Tensor Forward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var P1 = ConvolveAndPool(t, 1, t["X"]);
        var P2 = ConvolveAndPool(t, 2, P1);
        var F = t.Watch("F", Reshape.Forward(P2, [P2.shape[0], -1]));
        var Z3 = t.Watch("Z3", Linear.Forward(F, t["W3"], t["B3"]));
        var (loss, logP) = CrossEntropy.Forward(Z3, t["y"]);
        t.Keep("logP", logP);
        return t.Watch("loss", loss);
    }

    /// <inheritdoc />
    public override Tensor? ReferenceForward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var A = t["X"];
        foreach (var layer in (int[])[1, 2])
            A = nn.functional.max_pool2d(nn.functional.relu(nn.functional.conv2d(A, t[$"K{layer}"], t[$"B{layer}"], padding: [1, 1])), 2);
        var Z3 = t.Watch("Z3", nn.functional.linear(A.flatten(1), t["W3"], t["B3"].flatten()));
        return nn.functional.cross_entropy(Z3, t["y"]);
    }

    /// <inheritdoc />
    public override void Backward(Trace t, Gradients d)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(d);
        d.Add(t["loss"], ones_like(t["loss"]));
        CrossEntropy.Backward(d, t["Z3"], t["y"], t["loss"], t["logP"]);
        Linear.Backward(d, t["F"], t["W3"], t["B3"], t["Z3"]);
        Reshape.Backward(d, t["P2"], t["F"]);
        BackFromPool(t, d, 2, t["P1"]);
        BackFromPool(t, d, 1, t["X"]);
    }

    private static Tensor ConvolveAndPool(Trace t, int layer, Tensor X)
    {
        var Z = t.Watch($"Z{layer}", Conv2d.Forward(X, t[$"K{layer}"], t[$"B{layer}"], padding: 1));
        var A = t.Watch($"A{layer}", Relu.Forward(Z));
        var (P, places) = MaxPool2d.Forward(A, kernel: 2);
        t.Keep($"places{layer}", places);
        return t.Watch($"P{layer}", P);
    }

    private static void BackFromPool(Trace t, Gradients d, int layer, Tensor X)
    {
        MaxPool2d.Backward(d, t[$"A{layer}"], t[$"P{layer}"], t[$"places{layer}"]);
        Relu.Backward(d, t[$"Z{layer}"], t[$"A{layer}"]);
        Conv2d.Backward(d, X, t[$"K{layer}"], t[$"B{layer}"], t[$"Z{layer}"], padding: 1);
    }
}
