using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms.Ops;

/// <summary>Normalizations, whose gradients subtract what the statistics hand back; near zero variance they cancel.</summary>
internal static class Normalizations
{
    /// <summary>Each row's exponentials, divided by their sum.</summary>
    public static Op Softmax { get; } = Op.Unary("softmax", x => x.softmax(1), (_, y, dY) => y * (dY - (y * dY).sum([1L], keepdim: true)));

    /// <summary>Those whose statistics are over the rows, so that what is added to every row is taken out again.</summary>
    public static IReadOnlyList<Op> OverRows { get; } =
    [
        Op.Unary("center-columns", x => x - x.mean([0L], keepdim: true), (_, _, dY) => dY - dY.mean([0L], keepdim: true)),
        Standardize("batch-norm", axis: 0, 1e-3),
        Standardize("tight-batch-norm", axis: 0, 1e-7),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Op> All { get; } =
    [
        Softmax,
        .. OverRows,
        Op.Unary("log-softmax", x => x.log_softmax(1), (_, y, dY) => dY - y.exp() * dY.sum([1L], keepdim: true)),
        Op.Unary("center-rows", x => x - x.mean([1L], keepdim: true), (_, _, dY) => dY - dY.mean([1L], keepdim: true)),
        Standardize("layer-norm", axis: 1, 1e-3),
        Standardize("tight-layer-norm", axis: 1, 1e-7),
        Op.Unary(
            "native-layer-norm", x => nn.functional.layer_norm(x, [x.shape[1]], null, null, 1e-5),
            (x, y, dY) => Centered(x, y, dY, 1, 1e-5)),
        Op.Unary("rms-norm", x => x / Rms(x), (x, y, dY) => (dY - y * (dY * y).mean([1L], keepdim: true)) / Rms(x)),
    ];

    private static Op Standardize(string name, long axis, double epsilon) => Op.Unary(
        name,
        x => (x - x.mean([axis], keepdim: true)) / Deviation(x, axis, epsilon),
        (x, y, dY) => Centered(x, y, dY, axis, epsilon));

    // dX = (C − mean(C)) / √(v + ε), C = dY − Y mean(dY ∘ Y). The textbook leaves out mean(Y), which is zero only but for rounding:
    // where the variance is tiny that can cost more than a digit, and the engine rightly calls it unstable.
    private static Tensor Centered(Tensor x, Tensor y, Tensor dY, long axis, double epsilon)
    {
        var C = dY - y * (dY * y).mean([axis], keepdim: true);
        return (C - C.mean([axis], keepdim: true)) / Deviation(x, axis, epsilon);
    }

    private static Tensor Deviation(Tensor x, long axis, double epsilon)
        => ((x - x.mean([axis], keepdim: true)).square().mean([axis], keepdim: true) + epsilon).sqrt();

    private static Tensor Rms(Tensor x) => (x.square().mean([1L], keepdim: true) + 1e-5).sqrt();
}
