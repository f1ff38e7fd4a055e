using ScratchVsAutograd.Ops;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ScratchVsAutograd.Scratch.Catalogue.Rows;

/// <summary>Functions that take out what a mean, a variance or a length says of their argument.</summary>
internal static class Normalization
{
    private const long N = Argument.Batch;

    public static OpFamily Family { get; } = new(
        nameof(Normalization),
        [
            new(
                typeof(LayerNorm),
                LayerNormCase("plain", [N, 5], [5], Draw.Gaussian),
                LayerNormCase("the last two axes", [N, 2, 3], [2, 3], Draw.Gaussian),
                LayerNormCase("the last axis of three", [2, N, 4], [4], Draw.Gaussian),
                LayerNormCase("one example without a batch", [4], [4], Draw.Gaussian),
                LayerNormCase("a mean far from zero", [N, 5], [5], Draw.Between(99, 101)),
                LayerNormCase("nearly constant examples", [N, 5], [5], Draw.Scaled(1e-3)),
                LayerNormCase("constant examples", [2, 3], [3], Draw.Exactly(1.0, 1, 1, 0, 0, 0)),
                // Each number is its own mean: X̂ and dX are zero.
                LayerNormCase("a size of one", [N, 1], [1], Draw.Gaussian))
            {
                Refusals =
                [
                    new(
                        "weights of another size", () => LayerNorm.Forward(ones(2, 3), ones(2), ones(2)),
                        "w has shape (2,), expected that of X's last axes; X has (2, 3)."),
                    new(
                        "a bias unlike the weights", () => LayerNorm.Forward(ones(2, 3), ones(3), ones(2, 3)),
                        "b has shape (2, 3), expected (3,)."),
                    new(
                        "another dtype", () => LayerNorm.Forward(ones(2, 3), ones(3, ScalarType.Float64), ones(3)),
                        "w is Float64 and X is Float32"),
                    new("ε of 0", () => LayerNorm.Forward(ones(2, 3), ones(3), ones(3), 0), "epsilon is 0, expected more than 0."),
                ],
            },
            new(
                typeof(RmsNorm),
                RmsNormCase("plain", [N, 5], Draw.Gaussian),
                RmsNormCase("three axes", [2, N, 4], Draw.Gaussian),
                RmsNormCase("one example without a batch", [4], Draw.Gaussian),
                RmsNormCase("tiny examples", [N, 5], Draw.Scaled(1e-3)),
                RmsNormCase("a zero example", [2, 2], Draw.Exactly(0.0, 0, 3, 4)),
                RmsNormCase("a size of one", [N, 1], Draw.Gaussian))
            {
                Refusals =
                [
                    new(
                        "weights of another size", () => RmsNorm.Forward(ones(2, 3), ones(2)),
                        "w has shape (2,), expected that of X's last axis; X has (2, 3)."),
                    new("ε of 0", () => RmsNorm.Forward(ones(2, 3), ones(3), 0), "epsilon is 0, expected more than 0."),
                ],
            },
            new(
                typeof(BatchNorm),
                BatchNormCase("plain", [N, 3, 2, 2], Draw.Gaussian),
                BatchNormCase("1d, a number a channel", [5, 3], Draw.Gaussian),
                BatchNormCase("1d, a sequence a channel", [N, 3, 4], Draw.Gaussian),
                BatchNormCase("a mean far from zero", [N, 2, 3], Draw.Between(99, 101)),
                BatchNormCase("constant channels", [3, 2], Draw.Exactly(1.0, 0, 1, 0, 1, 0)),
                InEvaluationCase("evaluation", [N, 3, 2, 2]),
                InEvaluationCase("evaluation, 1d, a number a channel", [N, 3]),
                InEvaluationCase("evaluation, 1d, a sequence a channel", [N, 3, 4]))
            {
                Refusals =
                [
                    new(
                        "one element a channel", () => BatchNorm.Forward(ones(1, 3), ones(3), ones(3)),
                        "X has shape (1, 3), expected two or more elements a channel"),
                    new(
                        "one axis", () => BatchNorm.Forward(ones(3), ones(3), ones(3)),
                        "X has shape (3,), expected (N, C), (N, C, L) or (N, C, H, W)."),
                    new(
                        "weights of another size", () => BatchNorm.Forward(ones(2, 3), ones(2), ones(2)),
                        "w has shape (2,), expected (3,)."),
                    new(
                        "statistics of another size", () => BatchNorm.ForwardInEvaluation(ones(2, 3), ones(3), ones(3), ones(2), ones(3)),
                        "mean has shape (2,), expected (3,)."),
                    new(
                        "a weight above 1", () => BatchNorm.Average(ones(3), ones(3), 1.5),
                        "momentum is 1.5, expected a number from 0 to 1."),
                ],
            },
            new(
                typeof(GroupNorm),
                GroupNormCase("plain", [N, 4, 2, 3], 2, Draw.Gaussian),
                GroupNormCase("no place", [N, 6], 2, Draw.Gaussian),
                GroupNormCase("a sequence a channel", [N, 4, 3], 2, Draw.Gaussian),
                GroupNormCase("one group for all", [N, 4, 3], 1, Draw.Gaussian),
                GroupNormCase("a group for each channel", [N, 3, 4], 3, Draw.Gaussian),
                GroupNormCase("a mean far from zero", [N, 4, 3], 2, Draw.Between(99, 101)),
                // Each number is its own mean: X̂ and dX are zero.
                GroupNormCase("a number a group", [N, 3], 3, Draw.Gaussian))
            {
                Refusals =
                [
                    new(
                        "groups that do not come out even", () => GroupNorm.Forward(ones(2, 3), ones(3), ones(3), 2),
                        "groups is 2, expected a divisor of the 3 channels."),
                    new(
                        "no group", () => GroupNorm.Forward(ones(2, 3), ones(3), ones(3), 0),
                        "groups is 0, expected a divisor of the 3 channels."),
                    new(
                        "one axis", () => GroupNorm.Forward(ones(3), ones(3), ones(3), 1),
                        "X has shape (3,), expected (N, C) and any axes after it."),
                ],
            },
            new(
                typeof(L2Normalize),
                L2NormalizeCase("plain", [N, 5], -1, Draw.Gaussian),
                L2NormalizeCase("the middle axis", [N, 3, 2], 1, Draw.Gaussian),
                L2NormalizeCase("along the batch", [4, 2], 0, Draw.Gaussian),
                L2NormalizeCase("a zero vector", [2, 3], -1, Draw.Exactly(0.0, 0, 0, 3, 0, 4)) with { IsSmooth = false },
                L2NormalizeCase("shorter than ε", [N, 3], -1, Draw.Scaled(1e-3), epsilon: 0.1),
                // Y is the sign, whose derivative is zero.
                L2NormalizeCase("a size of one", [N, 1], -1, Draw.Positive))
            {
                Refusals =
                [
                    new(
                        "an axis that is not there", () => L2Normalize.Forward(ones(2, 3), 2),
                        "axis is 2, expected an axis of a tensor of shape (2, 3)."),
                    new("ε of 0", () => L2Normalize.Forward(ones(2, 3), 1, 0), "epsilon is 0, expected more than 0."),
                ],
            },
        ]);

    private static OpCase LayerNormCase(string name, long[] shape, long[] normalized, Values values) => new(
        name, [new("X", shape, values), new("w", normalized, Draw.Positive), new("b", normalized, Draw.Gaussian)],
        t =>
        {
            var (Y, centered, scale) = LayerNorm.Forward(t["X"], t["w"], t["b"]);
            t.Keep("X^", centered);
            t.Keep("r", scale);
            return Y;
        },
        (t, d, Y) => LayerNorm.Backward(d, t["X"], t["w"], t["b"], Y, t["X^"], t["r"]),
        t => layer_norm(t["X"], normalized, t["w"], t["b"]));

    private static OpCase RmsNormCase(string name, long[] shape, Values values) => new(
        name, [new("X", shape, values), new("w", [shape[^1]], Draw.Positive)],
        t =>
        {
            var (Y, normalized, scale) = RmsNorm.Forward(t["X"], t["w"]);
            t.Keep("X^", normalized);
            t.Keep("r", scale);
            return Y;
        },
        (t, d, Y) => RmsNorm.Backward(d, t["X"], t["w"], Y, t["X^"], t["r"]),
        t => t["w"] * t["X"] / ((t["X"] * t["X"]).sum([-1L], keepdim: true) / shape[^1] + 1e-6).sqrt());

    // A mean of nothing is not defined, nor torch's variance of one number alone.
    private static OpCase BatchNormCase(string name, long[] shape, Values values) => new(
        name, [new("X", shape, values), new("w", [shape[1]], Draw.Positive), new("b", [shape[1]], Draw.Gaussian)],
        t =>
        {
            var (Y, normalized, scale, mean, variance) = BatchNorm.Forward(t["X"], t["w"], t["b"]);
            t.Keep("X^", normalized);
            t.Keep("r", scale);
            t.Keep("mean", mean);
            t.Keep("variance", variance);
            return Y;
        },
        (t, d, Y) => BatchNorm.Backward(d, t["X"], t["w"], t["b"], Y, t["X^"], t["r"]),
        t => batch_norm(t["X"], zeros_like(t["w"]), zeros_like(t["w"]), t["w"], t["b"], training: true))
    { TakesEmptyBatch = false };

    private static OpCase InEvaluationCase(string name, long[] shape) => new(
        name,
        [
            new("X", shape, Draw.Gaussian), new("w", [shape[1]], Draw.Positive), new("b", [shape[1]], Draw.Gaussian),
            new("mean", [shape[1]], Draw.Gaussian, IsConstant: true), new("variance", [shape[1]], Draw.Positive, IsConstant: true),
        ],
        t =>
        {
            var (Y, normalized, scale) = BatchNorm.ForwardInEvaluation(t["X"], t["w"], t["b"], t["mean"], t["variance"]);
            t.Keep("X^", normalized);
            t.Keep("r", scale);
            return Y;
        },
        (t, d, Y) => BatchNorm.BackwardInEvaluation(d, t["X"], t["w"], t["b"], Y, t["X^"], t["r"]),
        t => batch_norm(t["X"], t["mean"], t["variance"], t["w"], t["b"], training: false));

    private static OpCase GroupNormCase(string name, long[] shape, long groups, Values values) => new(
        name, [new("X", shape, values), new("w", [shape[1]], Draw.Positive), new("b", [shape[1]], Draw.Gaussian)],
        t =>
        {
            var (Y, normalized, scale) = GroupNorm.Forward(t["X"], t["w"], t["b"], groups);
            t.Keep("X^", normalized);
            t.Keep("r", scale);
            return Y;
        },
        (t, d, Y) => GroupNorm.Backward(d, t["X"], t["w"], t["b"], Y, t["X^"], t["r"], groups),
        t => group_norm(t["X"], groups, t["w"], t["b"]));

    private static OpCase L2NormalizeCase(string name, long[] shape, int axis, Values values, double epsilon = 1e-12) => new(
        name, [new("X", shape, values)],
        t =>
        {
            var (Y, length) = L2Normalize.Forward(t["X"], axis, epsilon);
            t.Keep("length", length);
            return Y;
        },
        (t, d, Y) => L2Normalize.Backward(d, t["X"], Y, t["length"], axis, epsilon),
        t => normalize(t["X"], 2, axis, epsilon));
}
