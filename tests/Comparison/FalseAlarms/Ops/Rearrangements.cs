using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms.Ops;

/// <summary>The same elements in another place, and parts of a tensor.</summary>
internal static class Rearrangements
{
    public static IReadOnlyList<Op> All { get; } =
    [
        Op.Unary("transpose", x => x.t(), (_, _, dY) => dY.t()),
        Op.Unary("reshape", x => x.reshape(x.shape[1], x.shape[0]), (x, _, dY) => dY.reshape(x.shape)),
        Op.Unary("flip", x => x.flip(1), (_, _, dY) => dY.flip(1)),
        Op.Unary("roll", x => x.roll(1, 1), (_, _, dY) => dY.roll(-1, 1)),
        Op.Unary("first-half", x => x.narrow(1, 0, Half(x)), (x, _, dY) => nn.functional.pad(dY, [0, x.shape[1] - Half(x), 0, 0])),
        Op.Unary("average-pool", x => Windows(x).mean([2L]), (x, _, dY) => Unpool(x, dY.unsqueeze(2).expand(-1, -1, 2) / 2)),
        Op.Unary("max-pool", x => Windows(x).amax([2L]), MaxPoolGradient),
    ];

    /// <summary>Two inputs side by side.</summary>
    public static Op SideBySide { get; } = new(
        "side-by-side", x => cat([x[0], x[1]], 1),
        (x, _, dY) => [dY.narrow(1, 0, x[0].shape[1]), dY.narrow(1, x[0].shape[1], x[1].shape[1])]);

    private static long Half(Tensor x) => (x.shape[1] + 1) / 2;

    // (N, F/2, 2); an odd last column is left out.
    private static Tensor Windows(Tensor x) => x.narrow(1, 0, x.shape[1] / 2 * 2).reshape(x.shape[0], x.shape[1] / 2, 2);

    private static Tensor Unpool(Tensor x, Tensor dWindows)
        => nn.functional.pad(dWindows.reshape(x.shape[0], x.shape[1] / 2 * 2), [0, x.shape[1] % 2, 0, 0]);

    private static Tensor MaxPoolGradient(Tensor x, Tensor y, Tensor dY)
    {
        var winners = (Windows(x) == y.unsqueeze(2)).to(x.dtype);
        return Unpool(x, winners / winners.sum([2L], keepdim: true) * dY.unsqueeze(2));
    }
}
