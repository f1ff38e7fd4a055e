using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Layers;

/// <summary>What a classifier ends with: the cross-entropy, called <c>loss</c>, of its logits (N, C) and the classes <c>y</c>.</summary>
internal static class ClassLoss
{
    /// <summary>The loss.</summary>
    public static Tensor Forward(Trace t, Tensor logits)
    {
        var (loss, logP) = CrossEntropy.Forward(logits, t["y"]);
        t.Keep("logP", logP);
        return t.Watch("loss", loss);
    }

    /// <summary>The gradient of the logits.</summary>
    public static void Backward(Trace t, Gradients d, Tensor logits)
    {
        d.Add(t["loss"], ones_like(t["loss"]));
        CrossEntropy.Backward(d, logits, t["y"], t["loss"], t["logP"]);
    }
}
