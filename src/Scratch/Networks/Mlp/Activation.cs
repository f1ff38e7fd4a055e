using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Mlp;

/// <summary>What makes a layer's output nonlinear, elementwise.</summary>
/// <param name="Name">Such as <c>relu</c>.</param>
/// <param name="Forward">Y of X.</param>
/// <param name="Backward">Adds dX, given the side dictionary, X and Y.</param>
/// <param name="Reference">Torch's own function.</param>
internal sealed record Activation(
    string Name, Func<Tensor, Tensor> Forward, Action<Gradients, Tensor, Tensor> Backward, Func<Tensor, Tensor> Reference)
{
    /// <summary>All there are, the usual one first.</summary>
    public static IReadOnlyList<Activation> All { get; } =
    [
        new("relu", Relu.Forward, Relu.Backward, X => nn.functional.relu(X)),
        new("leaky-relu", X => LeakyRelu.Forward(X), (d, X, Y) => LeakyRelu.Backward(d, X, Y), X => nn.functional.leaky_relu(X, 0.01)),
        new("elu", X => Elu.Forward(X), (d, X, Y) => Elu.Backward(d, X, Y), X => nn.functional.elu(X, 1)),
        new("gelu", X => Gelu.Forward(X), (d, X, Y) => Gelu.Backward(d, X, Y), X => nn.functional.gelu(X)),
        new("silu", Silu.Forward, Silu.Backward, X => nn.functional.silu(X)),
        new("hardswish", Hardswish.Forward, Hardswish.Backward, X => nn.functional.hardswish(X)),
        new("softplus", X => Softplus.Forward(X), (d, X, Y) => Softplus.Backward(d, X, Y), X => nn.functional.softplus(X, 1, 20)),
        new("sigmoid", Sigmoid.Forward, Sigmoid.Backward, X => X.sigmoid()),
        new("tanh", Tanh.Forward, Tanh.Backward, X => X.tanh()),
    ];
}
