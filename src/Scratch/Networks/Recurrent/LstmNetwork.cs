using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Recurrent;

/// <summary>A <see cref="RecurrentNetwork"/> whose cell is <see cref="LstmCell"/>; its memories are c.0 (zeros), c.1, ….</summary>
/// <param name="name">The name in reports.</param>
/// <param name="parameters">See <see cref="Parameters"/>.</param>
/// <param name="X">Sequences (N, T, I).</param>
/// <param name="y">Classes (N,), int64.</param>
/// <remarks>Source: Hochreiter, Schmidhuber, "Long Short-Term Memory" (1997).</remarks>
internal sealed class LstmNetwork(string name, IReadOnlyList<Leaf> parameters, Tensor X, Tensor y)
    : RecurrentNetwork(name, parameters, X, y, "h", "c")
{
    /// <summary>Fresh parameters, float32.</summary>
    public static IReadOnlyList<Leaf> Parameters(long seed, long inputs, long size, long classes) => Draw(seed, 4, inputs, size, classes);

    /// <inheritdoc />
    protected override void Step(Trace t, int step)
    {
        var (H, C, gates, tanhC) = LstmCell.Forward(
            t[At("x", step)], t[At("h", step)], t[At("c", step)], t["weight_ih"], t["weight_hh"], t["bias_ih"], t["bias_hh"]);
        t.Keep(At("gates", step), gates);
        t.Keep(At("tanh_c", step), tanhC);
        t.Watch(At("c", step + 1), C);
        t.Watch(At("h", step + 1), H);
    }

    /// <inheritdoc />
    protected override void StepBack(Trace t, Gradients d, int step)
        => LstmCell.Backward(
            d, t[At("x", step)], t[At("h", step)], t[At("c", step)], t["weight_ih"], t["weight_hh"], t["bias_ih"], t["bias_hh"],
            t[At("h", step + 1)], t[At("c", step + 1)], t[At("gates", step)], t[At("tanh_c", step)]);

    /// <inheritdoc />
    protected override Tensor Reference(Trace t, Tensor X)
    {
        using var lstm = nn.LSTM(X.shape[2], t["weight_hh"].shape[1], batchFirst: true);
        Lend(t, lstm);
        return lstm.call(X).Item1.select(1, -1);
    }
}
