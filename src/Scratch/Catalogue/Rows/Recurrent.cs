using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Catalogue.Rows;

/// <summary>One step of a recurrent network.</summary>
internal static class Recurrent
{
    private const long N = Argument.Batch;

    public static OpFamily Family { get; } = new(
        nameof(Recurrent),
        [
            new(typeof(RnnCell), [.. Cases(1, Rnn)])
            {
                Refusals = Refused(1, (X, H, W, U, b, c) => RnnCell.Forward(X, H, W, U, b, c)),
            },
            new(typeof(LstmCell), [.. Cases(4, Lstm)])
            {
                Refusals =
                [
                    .. Refused(4, (X, H, W, U, b, c) => LstmCell.Forward(X, H, H, W, U, b, c)),
                    new(
                        "a memory of another size", () => LstmCell.Forward(
                            ones(2, 3), ones(2, 2), ones(2, 1), ones(8, 3), ones(8, 2), ones(8), ones(8)),
                            "M has shape (2, 1), expected (2, 2)."),
                ],
            },
            new(typeof(GruCell), [.. Cases(3, Gru)])
            {
                Refusals = Refused(3, (X, H, W, U, b, c) => GruCell.Forward(X, H, W, U, b, c)),
            },
        ]);

    private static IEnumerable<OpCase> Cases(long gates, Func<string, IReadOnlyList<Argument>, OpCase> make) =>
    [
        make("plain", Arguments(gates, 3, 2, Draw.Gaussian)),
        make("sizes of one", Arguments(gates, 1, 1, Draw.Gaussian)),
        make("the first step", Arguments(gates, 3, 2, Draw.Gaussian, Draw.Scaled(0))),
        // Gates wide open or shut: gradients of 1e-40 and less.
        make("saturated", Arguments(gates, 3, 2, Draw.Scaled(40))) with { IsSmooth = false },
    ];

    private static IReadOnlyList<Argument> Arguments(long gates, long input, long size, Values values, Values? state = null) =>
    [
        new("X", [N, input], values), new("H", [N, size], state ?? Draw.Gaussian),
        .. gates == 4 ? [new("M", [N, size], state ?? Draw.Gaussian)] : Array.Empty<Argument>(),
        new("W", [gates * size, input], Draw.Gaussian), new("U", [gates * size, size], Draw.Gaussian),
        new("b", [gates * size], Draw.Gaussian), new("c", [gates * size], Draw.Gaussian),
    ];

    private static IReadOnlyList<Refusal> Refused(long gates, Action<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor> step) =>
    [
        new(
            "states of another batch", () => step(
                ones(2, 3), ones(1, 2), ones(2 * gates, 3), ones(2 * gates, 2), ones(2 * gates), ones(2 * gates)),
                "H has shape (1, 2), expected (2, ?)."),
        new(
            "weights of one gate too many",
            () => step(ones(2, 3), ones(2, 2), ones(2 * gates + 2, 3), ones(2 * gates, 2), ones(2 * gates), ones(2 * gates)),
            FormattableString.Invariant($"W has shape ({2 * gates + 2}, 3), expected ({2 * gates}, 3).")),
        new(
            "another dtype",
            () => step(
                ones(2, 3), ones(2, 2), ones(2 * gates, 3), ones(2 * gates, 2, ScalarType.Float64), ones(2 * gates), ones(2 * gates)),
                "U is Float64 and X is Float32"),
    ];

    private static OpCase Rnn(string name, IReadOnlyList<Argument> arguments) => new(
        name, arguments,
        t => RnnCell.Forward(t["X"], t["H"], t["W"], t["U"], t["b"], t["c"]),
        (t, d, Y) => RnnCell.Backward(d, t["X"], t["H"], t["W"], t["U"], t["b"], t["c"], Y),
        t =>
        {
            using var cell = nn.RNNCell(t["X"].shape[1], t["H"].shape[1]);
            (cell.weight_ih, cell.weight_hh, cell.bias_ih, cell.bias_hh) = (
                Parameter(t["W"]), Parameter(t["U"]), Parameter(t["b"]), Parameter(t["c"]));
            return cell.forward(t["X"], t["H"]);
        });

    // Both outputs side by side.
    private static OpCase Lstm(string name, IReadOnlyList<Argument> arguments) => new(
        name, arguments,
        t =>
        {
            var (Y, C, gates, tanhC) = LstmCell.Forward(t["X"], t["H"], t["M"], t["W"], t["U"], t["b"], t["c"]);
            t.Keep("gates", gates);
            t.Keep("tanh C", tanhC);
            return cat([t.Watch("Y", Y), t.Watch("C", C)], 1);
        },
        (t, d, both) =>
        {
            using var scope = NewDisposeScope();
            var parts = d[both].chunk(2, 1);
            d.Add(t["Y"], parts[0].clone());
            d.Add(t["C"], parts[1].clone());
            LstmCell.Backward(d, t["X"], t["H"], t["M"], t["W"], t["U"], t["b"], t["c"], t["Y"], t["C"], t["gates"], t["tanh C"]);
        },
        t =>
        {
            using var cell = nn.LSTMCell(t["X"].shape[1], t["H"].shape[1]);
            (cell.weight_ih, cell.weight_hh, cell.bias_ih, cell.bias_hh) = (
                Parameter(t["W"]), Parameter(t["U"]), Parameter(t["b"]), Parameter(t["c"]));
            var (Y, C) = cell.forward(t["X"], (t["H"], t["M"]));
            return cat([Y, C], 1);
        });

    private static OpCase Gru(string name, IReadOnlyList<Argument> arguments) => new(
        name, arguments,
        t =>
        {
            var (Y, gates) = GruCell.Forward(t["X"], t["H"], t["W"], t["U"], t["b"], t["c"]);
            t.Keep("gates", gates);
            return Y;
        },
        (t, d, Y) => GruCell.Backward(d, t["X"], t["H"], t["W"], t["U"], t["b"], t["c"], Y, t["gates"]),
        t =>
        {
            using var cell = nn.GRUCell(t["X"].shape[1], t["H"].shape[1]);
            (cell.weight_ih, cell.weight_hh, cell.bias_ih, cell.bias_hh) = (
                Parameter(t["W"]), Parameter(t["U"]), Parameter(t["b"]), Parameter(t["c"]));
            return cell.forward(t["X"], t["H"]);
        });

    private static TorchSharp.Modules.Parameter Parameter(Tensor value) => new(value);
}
