using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Recurrent;

/// <summary>A <see cref="RecurrentNetwork"/> whose cell is <see cref="GruCell"/>.</summary>
/// <param name="name">The name in reports.</param>
/// <param name="parameters">See <see cref="Parameters"/>.</param>
/// <param name="X">Sequences (N, T, I).</param>
/// <param name="y">Classes (N,), int64.</param>
/// <remarks>Source: Cho et al., "Learning Phrase Representations using RNN Encoder–Decoder" (2014).</remarks>
internal sealed class GruNetwork(string name, IReadOnlyList<Leaf> parameters, Tensor X, Tensor y)
    : RecurrentNetwork(name, parameters, X, y, "h")
{
    /// <summary>Fresh parameters, float32.</summary>
    public static IReadOnlyList<Leaf> Parameters(long seed, long inputs, long size, long classes) => Draw(seed, 3, inputs, size, classes);

    /// <inheritdoc />
    protected override void Step(Trace t, int step)
    {
        var (H, gates) = GruCell.Forward(
            t[At("x", step)], t[At("h", step)], t["weight_ih"], t["weight_hh"], t["bias_ih"], t["bias_hh"]);
        t.Keep(At("gates", step), gates);
        t.Watch(At("h", step + 1), H);
    }

    /// <inheritdoc />
    protected override void StepBack(Trace t, Gradients d, int step)
        => GruCell.Backward(
            d, t[At("x", step)], t[At("h", step)], t["weight_ih"], t["weight_hh"], t["bias_ih"], t["bias_hh"], t[At("h", step + 1)],
            t[At("gates", step)]);

    /// <inheritdoc />
    protected override Tensor Reference(Trace t, Tensor X)
    {
        using var gru = nn.GRU(X.shape[2], t["weight_hh"].shape[1], batchFirst: true);
        Lend(t, gru);
        return gru.call(X).Item1.select(1, -1);
    }
}
