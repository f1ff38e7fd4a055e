using ScratchVsAutograd.Ops;
using ScratchVsAutograd.Scratch.Networks.Layers;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Mlp;

/// <summary>
/// A hidden layer: Z = X Wᵀ + b, N = normalized Z, A = activation of N, Y = A with some of it dropped. Its tensors: linear, norm, active
/// and dropout, those that there are.
/// </summary>
/// <param name="t">Its leaves are all there; forward adds the rest.</param>
/// <param name="prefix">Of its names, such as <c>layers.0</c>.</param>
/// <param name="sizes">Of the network.</param>
/// <param name="training">Whether batches are normalized by themselves, and activations dropped.</param>
internal sealed class MlpLayer(Trace t, string prefix, MlpSizes sizes, bool training)
{
    private readonly string linear = $"{prefix}.linear", norm = $"{prefix}.norm";
    private readonly string active = $"{prefix}.active", dropped = $"{prefix}.dropout";

    private bool Drops => training && sizes.Dropout > 0;

    private Tensor Normalized => t[sizes.Normalization == MlpNormalization.None ? linear : norm];

    /// <summary>What the next layer goes on with, once forward has been there.</summary>
    public Tensor Output => t[Drops ? dropped : active];

    /// <summary>Its parameters.</summary>
    public static void Draw(Weights weights, string prefix, MlpSizes sizes, long inputs, long outputs)
    {
        weights.He($"{prefix}.linear.weight", outputs, inputs);
        if (sizes.HasBias) weights.Constant($"{prefix}.linear.bias", 0, 1, outputs);
        if (sizes.Normalization == MlpNormalization.Batch) BatchNormLayer.Draw(weights, $"{prefix}.norm", outputs);
        if (sizes.Normalization == MlpNormalization.Layer) LayerNormLayer.Draw(weights, $"{prefix}.norm", outputs);
    }

    /// <summary>Y (N, out) of X (N, in).</summary>
    public Tensor Forward(Tensor X)
    {
        var Z = Dense.Forward(t, linear, X, sizes.HasBias);
        if (sizes.Normalization == MlpNormalization.Batch) BatchNormLayer.Forward(t, norm, Z, training);
        if (sizes.Normalization == MlpNormalization.Layer) LayerNormLayer.Forward(t, norm, Z);
        var A = t.Watch(active, sizes.Activation.Forward(Normalized));
        if (Drops) t.Watch(dropped, Dropout.Forward(A, t[$"{prefix}.mask"], sizes.Dropout));
        return Output;
    }

    /// <summary>The gradients of its parameters and of X, from that of Y.</summary>
    public void Backward(Gradients d, Tensor X)
    {
        if (Drops) Dropout.Backward(d, t[active], t[$"{prefix}.mask"], t[dropped], sizes.Dropout);
        sizes.Activation.Backward(d, Normalized, t[active]);
        if (sizes.Normalization == MlpNormalization.Layer) LayerNormLayer.Backward(t, d, norm, t[linear]);
        if (sizes.Normalization == MlpNormalization.Batch) BatchNormLayer.Backward(t, d, norm, t[linear], training);
        Dense.Backward(t, d, linear, X, sizes.HasBias);
    }

    /// <summary>Y by torch's own functions.</summary>
    public Tensor Reference(Tensor X)
    {
        var Z = t.Watch(linear, Dense.Reference(t, linear, X, sizes.HasBias));
        var N = sizes.Normalization switch
        {
            MlpNormalization.Batch => BatchNormLayer.Reference(t, norm, Z, training),
            MlpNormalization.Layer => LayerNormLayer.Reference(t, norm, Z),
            _ => Z,
        };
        var A = t.Watch(active, sizes.Activation.Reference(N));
        return Drops ? A * t[$"{prefix}.mask"] / (1 - sizes.Dropout) : A;
    }
}
