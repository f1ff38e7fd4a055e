using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms.Ops;

/// <summary>Functions of each element: y = f(x), dx = f′(x) dy.</summary>
internal static class Elementwise
{
    public static IReadOnlyList<Op> All { get; } =
    [
        new("relu", x => Relu.Forward(x[0]), (x, y, dY) => [RectifierGradient(x[0], y, dY)]),
        Op.Unary("leaky", x => where(x > 0, x, 0.1 * x), (x, _, dY) => where(x > 0, dY, 0.1 * dY)),
        Op.Unary("tanh", x => x.tanh(), (_, y, dY) => dY * (1 - y * y)),
        Op.Unary("sigmoid", x => x.sigmoid(), (_, y, dY) => dY * y * (1 - y)),
        Op.Unary("softplus", x => logaddexp(x, zeros_like(x)), (x, _, dY) => dY * x.sigmoid()),
        Op.Unary("bell", x => (-x * x).exp(), (x, y, dY) => x * y * dY * -2),
        Op.Unary("square", x => x.square(), (x, _, dY) => 2 * x * dY),
        Op.Unary("cube", x => x * x * x, (x, _, dY) => 3 * x * x * dY),
        Op.Unary("abs", x => x.abs(), (x, _, dY) => x.sign() * dY),
        Op.Unary("hyperbola", x => (x * x + 1).sqrt(), (x, y, dY) => x / y * dY),
        Op.Unary("log", x => (1 + x * x).log(), (x, _, dY) => x / (1 + x * x) * dY * 2),
        Op.Unary("reciprocal", x => 1 / (1 + x * x), (x, y, dY) => x * y * y * dY * -2),
        Op.Unary("sine", x => x.sin(), (x, _, dY) => x.cos() * dY),
        Op.Unary("clamp", x => x.clamp(-1, 1), (x, _, dY) => where((x >= -1).logical_and(x <= 1), dY, zeros_like(dY))),
        Op.Unary("gelu", x => x * Phi(x), (x, _, dY) => dY * (Phi(x) + x * (-0.5 * x * x).exp() / Math.Sqrt(2 * Math.PI))),
        Op.Unary("third", x => x / 3, (_, _, dY) => dY / 3),
        Op.Unary("thousandth", x => x * 1e-3, (_, _, dY) => dY * 1e-3),
        Op.Unary("negative", x => -x, (_, _, dY) => -dY),
        Op.Unary("far", x => x + 1000 - 1000.5, (_, _, dY) => dY),
        Op.Unary("gate", x => x * x.sigmoid().detach(), (x, _, dY) => dY * x.sigmoid()),
    ];

    // Φ(x) = (1 + erf(x/√2)) / 2
    private static Tensor Phi(Tensor x) => 0.5 * (1 + (x / Math.Sqrt(2)).erf());

    private static Tensor RectifierGradient(Tensor x, Tensor y, Tensor dY)
    {
        var d = new Gradients();
        d.Add(y, dY);
        Relu.Backward(d, x, y);
        return d[x];
    }
}
