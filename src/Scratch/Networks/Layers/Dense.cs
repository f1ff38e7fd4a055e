using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Layers;

/// <summary>A linear layer of a network: its output has the layer's name, its parameters <c>name.weight</c> and <c>name.bias</c>.</summary>
internal static class Dense
{
    /// <summary>The output (N, out) of X (N, in).</summary>
    /// <param name="t">Has the parameters; takes the output.</param>
    /// <param name="name">The layer's.</param>
    /// <param name="X">(N, in).</param>
    /// <param name="bias">Whether there is one.</param>
    public static Tensor Forward(Trace t, string name, Tensor X, bool bias = true)
        => t.Watch(name, Linear.Forward(X, t[$"{name}.weight"], bias ? t[$"{name}.bias"] : null));

    /// <summary>The gradients of X and of the parameters, from that of the output.</summary>
    public static void Backward(Trace t, Gradients d, string name, Tensor X, bool bias = true)
        => Linear.Backward(d, X, t[$"{name}.weight"], bias ? t[$"{name}.bias"] : null, t[name]);

    /// <summary>The same by torch's own function.</summary>
    public static Tensor Reference(Trace t, string name, Tensor X, bool bias = true)
        => nn.functional.linear(X, t[$"{name}.weight"], bias ? t[$"{name}.bias"].flatten() : null);
}
