using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Layers;

/// <summary>
/// Layer normalization of the last axis as a layer of a network: its output has the layer's name, its parameters <c>name.weight</c> and
/// <c>name.bias</c>.
/// </summary>
internal static class LayerNormLayer
{
    /// <summary>Its parameters: 1 and 0.</summary>
    public static void Draw(Weights weights, string name, long size)
    {
        weights.Constant($"{name}.weight", 1, size);
        weights.Constant($"{name}.bias", 0, size);
    }

    /// <summary>The output of X, of X's shape.</summary>
    public static Tensor Forward(Trace t, string name, Tensor X)
    {
        var (Y, normalized, scale) = LayerNorm.Forward(X, t[$"{name}.weight"], t[$"{name}.bias"]);
        t.Keep($"{name}.normalized", normalized);
        t.Keep($"{name}.scale", scale);
        return t.Watch(name, Y);
    }

    /// <summary>The gradients of X and of the parameters, from that of the output.</summary>
    public static void Backward(Trace t, Gradients d, string name, Tensor X)
        => LayerNorm.Backward(
            d, X, t[$"{name}.weight"], t[$"{name}.bias"], t[name], t[$"{name}.normalized"], t[$"{name}.scale"]);

    /// <summary>The same by torch's own function.</summary>
    public static Tensor Reference(Trace t, string name, Tensor X)
        => nn.functional.layer_norm(X, t[$"{name}.weight"].shape, t[$"{name}.weight"], t[$"{name}.bias"]);
}
