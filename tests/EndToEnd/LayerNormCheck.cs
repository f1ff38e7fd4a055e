using ScratchVsAutograd;
using static TorchSharp.torch;

namespace MyOps.Tests;

/// <summary>What the tests of every framework call.</summary>
public static class LayerNormCheck
{
    public static void Right()
    {
        random.manual_seed(0);
        GradientAssert.OpAgrees(
            "layer norm",
            [Leaf.Parameter("x", randn(6, 8)), Leaf.Parameter("gamma", randn(8)), Leaf.Parameter("beta", randn(8))],
            forward: t => LayerNorm.Forward(t["x"], t["gamma"], t["beta"]),
            backward: (t, d, y) =>
            {
                var (dx, dgamma, dbeta) = LayerNorm.Backward(d[y], t["x"], t["gamma"]);
                d.Add(t["x"], dx);
                d.Add(t["gamma"], dgamma);
                d.Add(t["beta"], dbeta);
            });
    }

    public static void Wrong()
    {
        random.manual_seed(0);
        GradientAssert.OpAgrees(
            "wrong layer norm",
            [Leaf.Parameter("x", randn(6, 8)), Leaf.Parameter("gamma", randn(8)), Leaf.Parameter("beta", randn(8))],
            forward: t => LayerNorm.Forward(t["x"], t["gamma"], t["beta"]),
            backward: (t, d, y) =>
            {
                var (dx, dgamma, dbeta) = LayerNorm.WrongBackward(d[y], t["x"], t["gamma"]);
                d.Add(t["x"], dx); // The line at fault.
                d.Add(t["gamma"], dgamma);
                d.Add(t["beta"], dbeta);
            });
    }
}
