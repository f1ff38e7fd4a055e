using ScratchVsAutograd.Ops;
using ScratchVsAutograd.Scratch.Networks.Layers;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Residual;

/// <summary>
/// A block: twice convolution and batch normalization, with a ReLU between them, added to its input; then a ReLU. Where the block has
/// another size than its input, that goes through a 1 × 1 convolution and batch normalization of its own, the shortcut. Its tensors:
/// conv1, bn1, relu, conv2, bn2, downsample.0 and downsample.1 (the shortcut), sum, and its output, which has the block's name.
/// </summary>
internal sealed class ResidualBlock
{
    private readonly Trace t;
    private readonly string prefix;
    private readonly ConvNorm first, second;
    private readonly ConvNorm? shortcut;

    /// <summary>A block of a network.</summary>
    /// <param name="t">Its leaves are all there; forward adds the rest.</param>
    /// <param name="prefix">Of its names, such as <c>layer1.0</c>.</param>
    /// <param name="stride">By which height and width shrink.</param>
    /// <param name="widens">Whether it has more channels than its input.</param>
    /// <param name="training">Whether batches are normalized by themselves.</param>
    public ResidualBlock(Trace t, string prefix, long stride, bool widens, bool training)
    {
        (this.t, this.prefix) = (t, prefix);
        first = new ConvNorm(t, $"{prefix}.conv1", $"{prefix}.bn1", stride, training);
        second = new ConvNorm(t, $"{prefix}.conv2", $"{prefix}.bn2", 1, training);
        if (widens) shortcut = new ConvNorm(t, $"{prefix}.downsample.0", $"{prefix}.downsample.1", stride, training);
    }

    /// <summary>What it returned from forward.</summary>
    public Tensor Output => t[prefix];

    /// <summary>Its parameters.</summary>
    public static void Draw(Weights weights, string prefix, long inputs, long outputs)
    {
        ConvNorm.Draw(weights, $"{prefix}.conv1", $"{prefix}.bn1", inputs, outputs);
        ConvNorm.Draw(weights, $"{prefix}.conv2", $"{prefix}.bn2", outputs, outputs);
        if (inputs != outputs) ConvNorm.Draw(weights, $"{prefix}.downsample.0", $"{prefix}.downsample.1", inputs, outputs, kernel: 1);
    }

    /// <summary>The names of its normalizations.</summary>
    public static IEnumerable<string> Norms(string prefix, bool widens)
        => [$"{prefix}.bn1", $"{prefix}.bn2", .. widens ? [$"{prefix}.downsample.1"] : Array.Empty<string>()];

    /// <summary>The output (N, out, H / stride, W / stride) of X (N, in, H, W).</summary>
    public Tensor Forward(Tensor X)
    {
        var A = t.Watch($"{prefix}.relu", Relu.Forward(first.Forward(X)));
        var added = Add.Forward(second.Forward(A), shortcut?.Forward(X) ?? X);
        return t.Watch(prefix, Relu.Forward(t.Watch($"{prefix}.sum", added)));
    }

    /// <summary>The gradients of its parameters and of X, from that of the output: the sum hands its own to both ways.</summary>
    public void Backward(Gradients d, Tensor X)
    {
        Relu.Backward(d, t[$"{prefix}.sum"], Output);
        Add.Backward(d, second.Output, shortcut?.Output ?? X, t[$"{prefix}.sum"]);
        shortcut?.Backward(d, X);
        second.Backward(d, t[$"{prefix}.relu"]);
        Relu.Backward(d, first.Output, t[$"{prefix}.relu"]);
        first.Backward(d, X);
    }

    /// <summary>The same by torch's own functions.</summary>
    public Tensor Reference(Tensor X)
    {
        var A = nn.functional.relu(first.Reference(X));
        return t.Watch(prefix, nn.functional.relu(second.Reference(A) + (shortcut?.Reference(X) ?? X)));
    }
}
