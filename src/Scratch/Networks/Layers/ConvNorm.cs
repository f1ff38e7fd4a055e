using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Layers;

/// <summary>
/// A convolution without bias, then batch normalization of its channels: two layers of a network, whose outputs have the layers' names.
/// </summary>
/// <param name="t">Has the parameters; takes the outputs.</param>
/// <param name="conv">The convolution's name; its kernels are <c>conv.weight</c>.</param>
/// <param name="norm">The normalization's.</param>
/// <param name="stride">Of the convolution, which keeps the size but for it.</param>
/// <param name="training">Whether batches are normalized by themselves.</param>
internal sealed class ConvNorm(Trace t, string conv, string norm, long stride, bool training)
{
    private Tensor K => t[$"{conv}.weight"];

    // Of 3 × 3 kernels 1, of 1 × 1 none.
    private long Padding => K.shape[3] / 2;

    /// <summary>What it returned from forward.</summary>
    public Tensor Output => t[norm];

    /// <summary>Its parameters.</summary>
    public static void Draw(Weights weights, string conv, string norm, long inputs, long outputs, long kernel = 3)
    {
        weights.He($"{conv}.weight", outputs, inputs, kernel, kernel);
        BatchNormLayer.Draw(weights, norm, outputs);
    }

    /// <summary>The output (N, out, H / stride, W / stride) of X (N, in, H, W).</summary>
    public Tensor Forward(Tensor X)
        => BatchNormLayer.Forward(t, norm, t.Watch(conv, Conv2d.Forward(X, K, null, stride, Padding)), training);

    /// <summary>The gradients of X and of the parameters, from that of the output.</summary>
    public void Backward(Gradients d, Tensor X)
    {
        BatchNormLayer.Backward(t, d, norm, t[conv], training);
        Conv2d.Backward(d, X, K, null, t[conv], stride, Padding);
    }

    /// <summary>The same by torch's own functions.</summary>
    public Tensor Reference(Tensor X)
        => BatchNormLayer.Reference(
            t, norm, t.Watch(conv, nn.functional.conv2d(X, K, null, [stride, stride], [Padding, Padding])), training);
}
