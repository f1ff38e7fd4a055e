using static TorchSharp.torch;

namespace ScratchVsAutograd.Bench;

/// <summary>
/// So many layers, each as wide as the others: Zₗ = Aₗ₋₁ Wₗᵀ + bₗ, Aₗ = tanh Zₗ, the loss the mean square of what is missing to a
/// target. Deep or wide, right or wrong in the layer in the middle.
/// </summary>
internal static class Tower
{
    /// <summary>What is wrong in the layer in the middle.</summary>
    public enum Mistake
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>The weight's gradient is twice as large.</summary>
        Factor,

        /// <summary>The weight, which is square, gets its gradient transposed.</summary>
        Transposed,

        /// <summary>tanh′ is taken for 1 − A.</summary>
        Derivative,
    }

    public static Computation Of(int layers, int width, int rows, Mistake mistake)
    {
        random.manual_seed(0);
        var leaves = new List<Leaf> { Leaf.Input("X", randn(rows, width)), Leaf.Constant("T", randn(rows, width)) };
        for (var layer = 1; layer <= layers; layer++)
        {
            leaves.Add(Leaf.Parameter($"W{layer}", randn(width, width) / Math.Sqrt(width)));
            leaves.Add(Leaf.Parameter($"b{layer}", randn(width) * 0.1));
        }

        var middle = (layers + 1) / 2;
        return Computation.From(
            FormattableString.Invariant($"{layers} layers of {width} on {rows} rows, {mistake}"), leaves,
            t => Forward(t, layers), (t, d) => Backward(t, d, layers, layer => layer == middle ? mistake : Mistake.None));
    }

    private static Tensor Forward(Trace t, int layers)
    {
        var A = t["X"];
        for (var layer = 1; layer <= layers; layer++)
            A = t.Watch($"A{layer}", t.Watch($"Z{layer}", A.mm(t[$"W{layer}"].t()) + t[$"b{layer}"]).tanh());
        return (A - t["T"]).square().mean();
    }

    private static void Backward(Trace t, Gradients d, int layers, Func<int, Mistake> mistakeIn)
    {
        var last = t[$"A{layers}"];
        d.Add(last, 2 * (last - t["T"]) / last.numel());
        for (var layer = layers; layer >= 1; layer--)
        {
            var (A, Z, W, before) = (t[$"A{layer}"], t[$"Z{layer}"], t[$"W{layer}"], layer > 1 ? t[$"A{layer - 1}"] : t["X"]);
            var mistake = mistakeIn(layer);
            d.Add(Z, d[A] * (1 - (mistake == Mistake.Derivative ? A : A.square())));
            var dW = d[Z].t().mm(before);
            d.Add(W, mistake switch { Mistake.Factor => 2 * dW, Mistake.Transposed => dW.t(), _ => dW });
            d.Add(t[$"b{layer}"], d[Z].sum([0L]));
            if (layer > 1) d.Add(before, d[Z].mm(W));
        }
    }
}
