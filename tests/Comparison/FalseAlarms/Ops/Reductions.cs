using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms.Ops;

/// <summary>Sums and the like along rows (axis 1) or columns (axis 0), the axis kept.</summary>
internal static class Reductions
{
    public static IReadOnlyList<Op> All { get; } =
    [
        Op.Unary("row-sum", x => x.sum([1L], keepdim: true), (x, _, dY) => dY.expand(x.shape)),
        Op.Unary("row-mean", x => x.mean([1L], keepdim: true), (x, _, dY) => (dY / x.shape[1]).expand(x.shape)),
        Op.Unary("column-sum", x => x.sum([0L], keepdim: true), (x, _, dY) => dY.expand(x.shape)),
        Op.Unary("column-mean", x => x.mean([0L], keepdim: true), (x, _, dY) => (dY / x.shape[0]).expand(x.shape)),
        Op.Unary("row-variance", Variance, (x, _, dY) => 2 * (x - Mean(x)) * dY / x.shape[1]),
        Op.Unary("row-maximum", x => x.amax([1L], keepdim: true), MaximumGradient),
        Op.Unary("log-sum-exp", x => x.logsumexp(1, keepdim: true), (x, y, dY) => (x - y).exp() * dY),
        Op.Unary("row-length", x => (x.square().sum([1L], keepdim: true) + 1e-3).sqrt(), (x, y, dY) => x / y * dY),
        Op.Unary("running-sum", x => x.cumsum(1), (_, _, dY) => dY.flip(1).cumsum(1).flip(1)),
    ];

    private static Tensor Mean(Tensor x) => x.mean([1L], keepdim: true);

    private static Tensor Variance(Tensor x) => (x - Mean(x)).square().mean([1L], keepdim: true);

    // Several maxima of a row share its gradient, as autograd's amax has it.
    private static Tensor MaximumGradient(Tensor x, Tensor y, Tensor dY)
    {
        var winners = (x == y).to(x.dtype);
        return winners / winners.sum([1L], keepdim: true) * dY;
    }
}
