using ScratchVsAutograd.Ops;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ScratchVsAutograd.Scratch.Catalogue.Rows;

/// <summary>Functions of each element, and of two elements that broadcast.</summary>
internal static class Elementwise
{
    private const long N = Argument.Batch;

    private static readonly double[] Everywhere = [-80, -20, -3, -1, -1e-3, -1e-30, 0, 1e-30, 1e-3, 0.5, 1, 3, 20, 20.5, 80];

    public static OpFamily Family { get; } = new(
        nameof(Elementwise),
        [
            Unary(typeof(Relu), Relu.Forward, Relu.Backward, X => relu(X), Everywhere, argument: "Z"),
            Unary(
                typeof(LeakyRelu), X => LeakyRelu.Forward(X, 0.2), (d, X, Y) => LeakyRelu.Backward(d, X, Y, 0.2), X => leaky_relu(X, 0.2),
                Everywhere),
            Unary(typeof(Elu), X => Elu.Forward(X, 0.7), (d, X, Y) => Elu.Backward(d, X, Y, 0.7), X => elu(X, 0.7), Everywhere),
            Unary(typeof(Sigmoid), Sigmoid.Forward, Sigmoid.Backward, X => 0.5 * (1 + (0.5 * X).tanh()), Everywhere),
            Unary(typeof(Tanh), Tanh.Forward, Tanh.Backward, X => 2 * (2 * X).sigmoid() - 1, Everywhere),
            Unary(
                typeof(Softplus), X => Softplus.Forward(X, 1.5, 10), (d, X, Y) => Softplus.Backward(d, X, Y, 1.5, 10),
                X => softplus(X, 1.5, 10), Everywhere),
            Unary(typeof(Silu), Silu.Forward, Silu.Backward, X => silu(X), Everywhere),
            Unary(typeof(Gelu), X => Gelu.Forward(X), (d, X, Y) => Gelu.Backward(d, X, Y), X => gelu(X), Everywhere)
                .With(
                    UnaryCase(
                        "tanh form", X => Gelu.Forward(X, true), (d, X, Y) => Gelu.Backward(d, X, Y, true), TanhGelu, [N, 5],
                        Draw.Gaussian)),
            Unary(typeof(Hardswish), Hardswish.Forward, Hardswish.Backward, X => hardswish(X), Everywhere),
            Unary(typeof(Exp), Exp.Forward, Exp.Backward, X => X.expm1() + 1, [-80, -1, 0, 1e-30, 1, 80]),
            Unary(typeof(Log), Log.Forward, Log.Backward, X => X.log2() * Math.Log(2), [1e-30, 1e-3, 1, 80], Draw.Positive),
            Unary(typeof(Sqrt), Sqrt.Forward, Sqrt.Backward, X => X.pow(0.5), [1e-30, 1e-3, 1, 80], Draw.Positive),
            Unary(typeof(Pow), X => Pow.Forward(X, 3), (d, X, Y) => Pow.Backward(d, X, Y, 3), X => X * X * X, Everywhere)
                .With(
                    UnaryCase(
                        "exponent 2.5", X => Pow.Forward(X, 2.5), (d, X, Y) => Pow.Backward(d, X, Y, 2.5), X => (X.log() * 2.5)
                            .exp(), [N, 5], Draw.Positive))
                .With(
                    UnaryCase(
                        "exponent 0", X => Pow.Forward(X, 0), (d, X, Y) => Pow.Backward(d, X, Y, 0), X => X * 0 + 1, [N, 5], Draw.Gaussian))
                .With(
                    UnaryCase(
                        "exponent -1", X => Pow.Forward(X, -1), (d, X, Y) => Pow.Backward(d, X, Y, -1), X => 1 / X, [N, 5], Draw.Positive)),
            Unary(typeof(Abs), Abs.Forward, Abs.Backward, X => maximum(X, -X), [-80, -1e-30, 1e-30, 80])
                .With(
                    UnaryCase("at the kink", Abs.Forward, Abs.Backward, X => X.abs(), [3], Draw.Exactly(0.0, -0.0, 1)) with
                    {
                        IsSmooth = false,
                    }),
            Unary(
                typeof(Clamp), X => Clamp.Forward(X), (d, X, Y) => Clamp.Backward(d, X, Y),
                X => where(X > 1, ones_like(X), where(X < -1, -ones_like(X), X)), [-80, -1.5, 0, 0.5, 80])
                .With(
                    UnaryCase(
                        "at the bounds", X => Clamp.Forward(X), (d, X, Y) => Clamp.Backward(d, X, Y), X => X.clamp(-1, 1), [3],
                        Draw.Exactly(-1.0, 1, 0)) with { IsSmooth = false })
                with
                {
                    Refusals = [
                        new(
                            "bounds the wrong way round", () => Clamp.Forward(ones(2), 1, -1),
                            "low is 1, expected a number that is not above high.")],
                },
            Binary(typeof(Add), Add.Forward, Add.Backward, (A, B) => A.add(B, 1)),
            Binary(typeof(Sub), Sub.Forward, Sub.Backward, (A, B) => A.add(B, -1)),
            Binary(typeof(Mul), Mul.Forward, Mul.Backward, (A, B) => A / (1 / B)),
            Binary(typeof(Div), Div.Forward, Div.Backward, (A, B) => A * (1 / B)),
        ]);

    // X · σ(2u) is the tanh form without a tanh.
    private static Tensor TanhGelu(Tensor X) => X * (2 * Math.Sqrt(2 / Math.PI) * (X + 0.044715 * X.pow(3))).sigmoid();

    private static OpRow Unary(
        Type op, Func<Tensor, Tensor> forward, Action<Gradients, Tensor, Tensor> backward, Func<Tensor, Tensor> reference, double[] points,
        Values? values = null, string argument = "X")
    {
        return new OpRow(
            op,
            Case("plain", [N, 5], values ?? Draw.Gaussian),
            Case("three axes", [2, N, 4], values ?? Draw.Gaussian),
            Case("one number", [], values ?? Draw.Gaussian),
            Case("special points", [points.Length], Draw.Exactly(points)) with { IsSmooth = false })
        {
            Refusals = [
                new("whole numbers", () => forward(ones(3, ScalarType.Int64)), $"{argument} is Int64, expected a floating-point dtype.")],
        };

        OpCase Case(string name, long[] shape, Values drawn) => UnaryCase(name, forward, backward, reference, shape, drawn);
    }

    private static OpCase UnaryCase(
        string name, Func<Tensor, Tensor> forward, Action<Gradients, Tensor, Tensor> backward, Func<Tensor, Tensor> reference, long[] shape,
        Values values)
        => new(name, [new("X", shape, values)], t => forward(t["X"]), (t, d, Y) => backward(d, t["X"], Y), t => reference(t["X"]));

    private static OpRow Binary(
        Type op, Func<Tensor, Tensor, Tensor> forward, Action<Gradients, Tensor, Tensor, Tensor> backward,
        Func<Tensor, Tensor, Tensor> reference)
    {
        return new OpRow(
            op,
            Case("plain", [N, 5], [N, 5]),
            Case("a row to each", [N, 5], [5]),
            Case("a column and a row", [N, 1], [1, 4]),
            Case("both ways at once", [N, 1, 4], [2, 1]),
            Case("one number", [], [N, 2]),
            Case("a size of one", [N, 1], [N, 1]))
        {
            Refusals =
            [
                new(
                    "shapes that do not broadcast", () => forward(ones(2, 3), ones(2)),
                    "B has shape (2,) and A (2, 3); from the last axis on, sizes must be equal or 1."),
                new("another dtype", () => forward(ones(2), ones(2, ScalarType.Float64)), "B is Float64 and A is Float32"),
            ],
        };

        OpCase Case(string name, long[] shape, long[] other) => new(
            name, [new("A", shape, Draw.Gaussian), new("B", other, Draw.Positive)],
            t => forward(t["A"], t["B"]), (t, d, Y) => backward(d, t["A"], t["B"], Y), t => reference(t["A"], t["B"]));
    }
}
