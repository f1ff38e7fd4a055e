using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Layers;

/// <summary>
/// Batch normalization as a layer of a network: its output has the layer's name, its parameters <c>name.weight</c> and <c>name.bias</c>.
/// In training it keeps the batch's <c>name.mean</c> and <c>name.variance</c>; in evaluation they are leaves.
/// </summary>
internal static class BatchNormLayer
{
    /// <summary>Its parameters: 1 and 0.</summary>
    public static void Draw(Weights weights, string name, long channels)
    {
        weights.Constant($"{name}.weight", 1, channels);
        weights.Constant($"{name}.bias", 0, channels);
    }

    /// <summary>What it needs in evaluation, from a forward pass in training over all rows.</summary>
    public static IEnumerable<Leaf> Statistics(Trace pass, string name)
        => [Leaf.Constant($"{name}.mean", pass[$"{name}.mean"]), Leaf.Constant($"{name}.variance", pass[$"{name}.variance"])];

    /// <summary>The output of X (N, C, …), of X's shape.</summary>
    public static Tensor Forward(Trace t, string name, Tensor X, bool training)
    {
        var (w, b) = (t[$"{name}.weight"], t[$"{name}.bias"]);
        var (Y, normalized, scale) = training
            ? InTraining(t, name, X, w, b)
            : BatchNorm.ForwardInEvaluation(X, w, b, t[$"{name}.mean"], t[$"{name}.variance"]);
        t.Keep($"{name}.normalized", normalized);
        t.Keep($"{name}.scale", scale);
        return t.Watch(name, Y);
    }

    /// <summary>The gradients of X and of the parameters, from that of the output.</summary>
    public static void Backward(Trace t, Gradients d, string name, Tensor X, bool training)
    {
        var (w, b, normalized, scale) = (t[$"{name}.weight"], t[$"{name}.bias"], t[$"{name}.normalized"], t[$"{name}.scale"]);
        if (training)
            BatchNorm.Backward(d, X, w, b, t[name], normalized, scale);
        else
            BatchNorm.BackwardInEvaluation(d, X, w, b, t[name], normalized, scale);
    }

    /// <summary>The same by torch's own function.</summary>
    public static Tensor Reference(Trace t, string name, Tensor X, bool training)
    {
        var (w, b) = (t[$"{name}.weight"], t[$"{name}.bias"]);
        // Torch averages its statistics in place.
        var (mean, variance) = training
            ? (zeros_like(w), ones_like(w))
            : (t[$"{name}.mean"].clone(), t[$"{name}.variance"].clone());
        return nn.functional.batch_norm(X, mean, variance, w, b, training);
    }

    private static (Tensor Y, Tensor Normalized, Tensor Scale) InTraining(Trace t, string name, Tensor X, Tensor w, Tensor b)
    {
        var (Y, normalized, scale, mean, variance) = BatchNorm.Forward(X, w, b);
        t.Keep($"{name}.mean", mean);
        t.Keep($"{name}.variance", variance);
        return (Y, normalized, scale);
    }
}
