using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Catalogue.Rows;

/// <summary>Sums and the like along axes.</summary>
internal static class Reductions
{
    private const long N = Argument.Batch;

    private delegate Tensor Reduce(Tensor X, long[]? axes, bool keepdim);

    private delegate void ReduceBackward(Gradients d, Tensor X, Tensor Y, long[]? axes, bool keepdim);

    public static OpFamily Family { get; } = new(
        nameof(Reductions),
        [
            Over(
                typeof(Sum), Sum.Forward, Sum.Backward,
                (X, axes, keepdim) => OneByOne(X, axes, keepdim, (all, axis) => all.cumsum(axis).narrow(axis, all.shape[axis] - 1, 1))),
            Over(
                typeof(Mean), Mean.Forward, Mean.Backward, (X, axes, keepdim) => X.sum(All(X, axes), keepdim) / Count(X, axes)),
            Over(typeof(Max), Max.Forward, Max.Backward, (X, axes, keepdim) => -(-X).amin(All(X, axes), keepdim))
                .With(
                    Case(
                        "ties", [2, 4], Draw.Exactly(1.0, 3, 3, 2, 5, 5, 5, 0), [1], false, Max.Forward, Max.Backward,
                        (X, axes, keepdim) => X.amax(All(X, axes), keepdim))
                    with { IsSmooth = false }),
            Over(
                typeof(LogSumExp), LogSumExp.Forward, LogSumExp.Backward,
                (X, axes, keepdim) => OneByOne(X, axes, keepdim, (all, axis) => all.logsumexp(axis, keepdim: true)))
                .With(
                    Case(
                        "large numbers", [2, 3], Draw.Exactly(1000.0, 999, -1000, -800, -800, 0), [1], false, LogSumExp.Forward,
                        LogSumExp.Backward, (X, _, _) => X.logsumexp(1))
                    with { IsSmooth = false }),
            Over(
                typeof(Variance), (X, axes, keepdim) => Variance.Forward(X, axes, keepdim),
                (d, X, Y, axes, keepdim) => Variance.Backward(d, X, Y, axes, keepdim),
                (X, axes, keepdim) => Spread(X, axes, keepdim) / (Count(X, axes) - 1))
                .With(Case(
                    "a whole population", [N, 4], Draw.Gaussian, [1], true, (X, axes, keepdim) => Variance.Forward(X, axes, keepdim, 0),
                    (d, X, Y, axes, keepdim) => Variance.Backward(d, X, Y, axes, keepdim, 0),
                    (X, axes, keepdim) => Spread(X, axes, keepdim) / Count(X, axes))),
            Over(
                typeof(Norm), Norm.Forward, Norm.Backward, (X, axes, keepdim) => X.square().sum(All(X, axes), keepdim)
                    .sqrt())
                .With(
                    Case(
                        "zero", [2, 3], Draw.Exactly(0.0, 0, 0, 3, 4, 0), [1], false, Norm.Forward, Norm.Backward,
                        (X, axes, keepdim) => linalg.vector_norm(X, 2, All(X, axes), keepdim))
                    with { IsSmooth = false }),
            Along(typeof(CumSum), CumSum.Forward, CumSum.Backward, (X, axis) => Running(X, axis)),
            Along(
                typeof(Prod), Prod.Forward, Prod.Backward, (X, axis) => X.cumprod(axis)
                    .select(axis, X.shape[axis < 0 ? axis + X.dim() : axis] - 1))
                .With(
                    Case(
                        "one zero, two zeros and none", [3, 3], Draw.Exactly(0.0, 2, 3, 0, 0, 3, 1, 2, 3), 1, Prod.Forward, Prod.Backward,
                        (X, axis) => X.prod(axis))),
            Along(typeof(Softmax), Softmax.Forward, Softmax.Backward, (X, axis) => X.exp() / X.exp().sum(axis, keepdim: true))
                .With(
                    Case(
                        "large numbers", [2, 3], Draw.Exactly(1000.0, 999, -1000, -800, -800, 0), 1, Softmax.Forward, Softmax.Backward,
                        (X, axis) => nn.functional.softmax(X, axis)) with { IsSmooth = false }),
            Along(typeof(LogSoftmax), LogSoftmax.Forward, LogSoftmax.Backward, (X, axis) => X - X.exp().sum(axis, keepdim: true).log())
                .With(
                    Case(
                        "large numbers", [2, 3], Draw.Exactly(1000.0, 999, -1000, -800, -800, 0), 1, LogSoftmax.Forward,
                        LogSoftmax.Backward, (X, axis) => nn.functional.log_softmax(X, axis)) with { IsSmooth = false }),
        ]);

    private static OpRow Over(Type op, Reduce forward, ReduceBackward backward, Reduce reference)
    {
        return new OpRow(
            op,
            Axes("plain", [N, 4], [1], false),
            Axes("axis kept", [N, 4], [1], true),
            Axes("two axes", [2, 3, N], [0, 1], false),
            Axes("an axis counted from the end", [N, 2, 3], [-1], true),
            Axes("everything", [2, 3], null, false))
        {
            Refusals =
            [
                new("no such axis", () => forward(ones(2, 3), [2], false), "axes is 2, expected an axis of a tensor of shape (2, 3)."),
                new("an axis twice", () => forward(ones(2, 3), [1, -1], false), "axes names an axis twice, expected each once."),
                new("whole numbers", () => forward(ones(3, ScalarType.Int64), null, false), "X is Int64, expected a floating-point dtype."),
            ],
        };

        OpCase Axes(string name, long[] shape, long[]? axes, bool keepdim)
            => Case(name, shape, Draw.Gaussian, axes, keepdim, forward, backward, reference);
    }

    private static OpCase Case(
        string name, long[] shape, Values values, long[]? axes, bool keepdim, Reduce forward, ReduceBackward backward,
        Reduce reference) => new(
        name, [new("X", shape, values)],
        t => forward(t["X"], axes, keepdim), (t, d, Y) => backward(d, t["X"], Y, axes, keepdim), t => reference(t["X"], axes, keepdim));

    private static OpRow Along(
        Type op, Func<Tensor, long, Tensor> forward, Action<Gradients, Tensor, Tensor, long> backward, Func<Tensor, long, Tensor> reference)
        => new(
            op,
            Case("plain", [N, 4], Draw.Gaussian, 1, forward, backward, reference),
            Case("the first axis", [4, N], Draw.Gaussian, 0, forward, backward, reference),
            Case("an axis counted from the end", [2, N, 3], Draw.Gaussian, -1, forward, backward, reference),
            Case("a size of one", [N, 1], Draw.Gaussian, 1, forward, backward, reference))
        {
            Refusals = [new("no such axis", () => forward(ones(2, 3), 2), "axis is 2, expected an axis of a tensor of shape (2, 3).")],
        };

    private static OpCase Case(
        string name, long[] shape, Values values, long axis, Func<Tensor, long, Tensor> forward,
        Action<Gradients, Tensor, Tensor, long> backward,
        Func<Tensor, long, Tensor> reference) => new(
        name, [new("X", shape, values)], t => forward(t["X"], axis), (t, d, Y) => backward(d, t["X"], Y, axis),
        t => reference(t["X"], axis));

    private static long[] All(Tensor X, long[]? axes) => axes ?? [.. Enumerable.Range(0, (int)X.dim()).Select(axis => (long)axis)];

    private static long Count(Tensor X, long[]? axes)
        => All(X, axes).Aggregate(1L, (count, axis) => count * X.shape[axis < 0 ? axis + X.dim() : axis]);

    private static Tensor OneByOne(Tensor X, long[]? axes, bool keepdim, Func<Tensor, long, Tensor> reduce)
    {
        var all = All(X, axes).Select(axis => axis < 0 ? axis + X.dim() : axis).OrderDescending().ToList();
        var result = all.Aggregate(X, reduce);
        return keepdim ? result : all.Aggregate(result, (left, axis) => left.squeeze(axis));
    }

    // Σ (X − mean)² by torch's norm; its variance warns of a batch of none.
    private static Tensor Spread(Tensor X, long[]? axes, bool keepdim)
        => linalg.vector_norm(X - X.mean(All(X, axes), keepdim: true), 2, All(X, axes), keepdim).square();

    private static Tensor Running(Tensor X, long axis)
    {
        var n = X.shape[axis < 0 ? axis + X.dim() : axis];
        return stack([.. Enumerable.Range(1, (int)n).Select(count => X.narrow(axis, 0, count).sum(axis))], axis);
    }
}
