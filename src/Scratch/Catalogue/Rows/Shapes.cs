using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Catalogue.Rows;

/// <summary>The same elements elsewhere: reshaped, chosen, put together.</summary>
internal static class Shapes
{
    private const long N = Argument.Batch;

    public static OpFamily Family { get; } = new(
        nameof(Shapes),
        [
            new OpRow(
                typeof(Reshape),
                Of("plain", [N, 6], X => Reshape.Forward(X, [-1, 2, 3]), Reshape.Backward, X => X.unflatten(1, 2, 3)) with
                {
                    // Of no element, −1 could be any size.
                    TakesEmptyBatch = false,
                },
                Of("all in one", [2, N, 2], X => Reshape.Forward(X, [-1]), Reshape.Backward, X => X.flatten()) with
                {
                    // Of no element, −1 could be any size.
                    TakesEmptyBatch = false,
                })
            {
                Refusals = [
                    new(
                        "whole numbers", () => Reshape.Forward(ones(4, ScalarType.Int64), [2, 2]),
                        "X is Int64, expected a floating-point dtype.")],
            },
            new OpRow(
                typeof(Permute),
                Ordered("plain", [N, 2, 4], [2, 0, 1], X => X.movedim([2], [0])),
                Ordered("a transpose", [N, 4], [1, 0], X => X.t()),
                Ordered("the same order", [N, 4], [0, 1], X => X * 1))
            {
                Refusals = [
                    new(
                        "an axis missing", () => Permute.Forward(ones(2, 3), [0, 0]),
                        "order is (0, 0), expected every axis of a tensor of shape (2, 3) once.")],
            },
            new OpRow(
                typeof(Concat), Joined("plain", 1, [N, 2], [N, 3]), Joined("three, the first axis", 0, [N, 2], [2, 2], [N, 2]),
                Joined("one alone", -1, [N, 2]))
            {
                Refusals =
                [
                    new("other sizes", () => Concat.Forward([ones(2, 3), ones(3, 3)], 1), "X[1] has shape (3, 3), expected (2, ?)."),
                    new("nothing", () => Concat.Forward([], 0), "X has no tensor, expected one or more."),
                ],
            },
            new OpRow(
                typeof(Split), Parted("plain", [N, 5], 1, 2, 3), Parted("three, the first axis", [6, N], 0, 1, 2, 3),
                Parted("an empty part", [N, 3], -1, 0, 3))
            {
                Refusals = [
                    new(
                        "sizes that do not add up", () => Split.Forward(ones(2, 5), [2, 2], 1),
                        "sizes are (2, 2), expected sizes that add up to 5.")],
            },
            new OpRow(
                typeof(Slice),
                Cut("plain", [N, 5], 1, 1, 4, 1, X => X.narrow(1, 1, 3)),
                Cut("every second", [N, 5], -1, 0, 5, 2, X => X.index_select(1, Indices(X, 0, 2, 4))),
                Cut("nothing", [N, 5], 1, 2, 2, 1, X => X.narrow(1, 2, 0)))
            {
                Refusals =
                [
                    new("an end beyond the axis", () => Slice.Forward(ones(2, 5), 1, 0, 6), "end is 6, expected 0 to 5."),
                    new("no step", () => Slice.Forward(ones(2, 5), 1, 0, 5, 0), "step is 0, expected 1 or more."),
                ],
            },
            new OpRow(
                typeof(Gather),
                Indexed("plain", [N, 5], [N, 2], Draw.Indices(5), 1),
                Indexed("an element many times", [1, 3], [1, 4], Draw.Exactly(1L, 1, 1, 0), 1),
                Indexed("the first axis", [4, N], [2, N], Draw.Indices(4), 0))
            {
                Refusals =
                [
                    new(
                        "an index too large", () => Gather.Forward(ones(1, 3), tensor(new long[] { 3 }).unsqueeze(0), 1),
                        "I has an index 3, expected 0 to 2."),
                    new(
                        "other rows", () => Gather.Forward(ones(2, 3), zeros(1, 3, ScalarType.Int64), 1),
                        "I has shape (1, 3), expected (2, ?)."),
                ],
            },
            new OpRow(
                typeof(IndexSelect),
                Selected("plain", [N, 5], 1, 3, 1, 0),
                Selected("a slice many times", [4, N], 0, 2, 2, 0, 2),
                Selected("none", [N, 5], 1))
            {
                Refusals = [
                    new(
                        "an index below 0", () => IndexSelect.Forward(ones(3), tensor(new long[] { -1 }), 0),
                        "I has an index -1, expected 0 to 2.")],
            },
            new OpRow(
                typeof(ScatterAdd),
                Scattered("plain", [N, 5], [N, 3], Draw.Indices(5), 1),
                Scattered("a place many times", [1, 3], [1, 4], Draw.Exactly(1L, 1, 1, 0), 1),
                Scattered("the first axis", [4, N], [6, N], Draw.Indices(4), 0))
            {
                Refusals = [
                    new(
                        "indices for another shape", () => ScatterAdd.Forward(ones(1, 3), zeros(1, 2, ScalarType.Int64), ones(1, 3), 1),
                        "I has shape (1, 2), expected (1, 3).")],
            },
            new OpRow(
                typeof(Pad),
                Padded("plain", [N, 4], 1, 2, 1, 0, X => nn.functional.pad(X, [2, 1])),
                Padded("another number, the first axis", [3, N], 0, 0, 2, 1.5, X => nn.functional.pad(X, [0, 0, 0, 2], value: 1.5)),
                Padded(
                    "mirrored", [N, 2, 4], -1, 3, 2, null,
                    X => nn.functional.pad(X, [3, 2], mode: TorchSharp.PaddingModes.Reflect)))
            {
                Refusals =
                [
                    new(
                        "more than can be mirrored", () => Pad.Forward(ones(2, 3), 1, 3, 0, null),
                        "before is 3, expected 0 to 2, as only what is inside can be mirrored."),
                    new("less than nothing", () => Pad.Forward(ones(2, 3), 1, -1, 0), "before is -1, expected 0 or more."),
                ],
            },
            new OpRow(
                typeof(Expand),
                Stretched("plain", [1, 4], [3, 4]),
                Stretched("a new axis", [4], [2, 3, 4]),
                Stretched("one number", [], [2, 3]),
                Stretched("not at all", [2, 3], [2, 3]))
            {
                Refusals = [
                    new(
                        "a size that is not 1", () => Expand.Forward(ones(2, 4), [3, 4]),
                        "X has shape (2, 4), expected one that broadcasts to (3, 4).")],
            },
            new OpRow(
                typeof(Where), Chosen("plain", [N, 4], [N, 4], [N, 4]), Chosen("all broadcast", [4], [N, 1], [1, 4]),
                Chosen("numbers", [N, 4], [], []))
            {
                Refusals = [
                    new("a condition of floating point", () => Where.Forward(ones(2), ones(2), ones(2)), "C is Float32, expected Bool.")],
            },
            new OpRow(typeof(MaskedFill), Filled("plain", [N, 4], [N, 4], -2), Filled("a row of masks", [N, 4], [4], 0.5))
            {
                Refusals = [
                    new(
                        "a mask of whole numbers", () => MaskedFill.Forward(ones(2), ones(2, ScalarType.Int64), 0),
                        "M is Int64, expected Bool.")],
            },
        ]);

    private static OpCase Of(
        string name, long[] shape, Func<Tensor, Tensor> forward, Action<Gradients, Tensor, Tensor> backward, Func<Tensor, Tensor> reference)
        => new(name, [new("X", shape, Draw.Gaussian)], t => forward(t["X"]), (t, d, Y) => backward(d, t["X"], Y), t => reference(t["X"]));

    private static OpCase Ordered(string name, long[] shape, long[] order, Func<Tensor, Tensor> reference)
        => Of(name, shape, X => Permute.Forward(X, order), (d, X, Y) => Permute.Backward(d, X, Y, order), reference);

    private static OpCase Cut(string name, long[] shape, long axis, long start, long end, long step, Func<Tensor, Tensor> reference)
        => Of(
            name, shape, X => Slice.Forward(X, axis, start, end, step), (d, X, Y) => Slice.Backward(d, X, Y, axis, start, end, step),
            reference);

    private static OpCase Padded(
        string name, long[] shape, long axis, long before, long after, double? value, Func<Tensor, Tensor> reference)
        => Of(
            name, shape, X => Pad.Forward(X, axis, before, after, value), (d, X, Y) => Pad.Backward(d, X, Y, axis, before, after, value),
            reference);

    private static OpCase Stretched(string name, long[] shape, long[] to)
        => Of(name, shape, X => Expand.Forward(X, to), (d, X, Y) => Expand.Backward(d, X, Y, to), X => X + zeros(to, X.dtype, X.device));

    private static OpCase Joined(string name, long axis, params long[][] shapes)
    {
        return new(
            name, [.. shapes.Select((shape, index) => new Argument(Name(index), shape, Draw.Gaussian))],
            t => Concat.Forward(All(t), axis), (t, d, Y) => Concat.Backward(d, All(t), Y, axis),
            t => cat([.. All(t).Select(X => X * 1)], axis));

        Tensor[] All(Trace t) => [.. shapes.Select((_, index) => t[Name(index)])];

        static string Name(int index) => FormattableString.Invariant($"X{index + 1}");
    }

    // Each part times another number, so that none can stand for another.
    private static OpCase Parted(string name, long[] shape, long axis, params long[] sizes)
    {
        return new(
            name, [new("X", shape, Draw.Gaussian)],
            t => Combined([.. Split.Forward(t["X"], sizes, axis).Select((part, index) => t.Watch(Name(index), part))]),
            (t, d, Y) =>
            {
                var parts = sizes.Select((_, index) => t[Name(index)]).ToArray();
                var dY = d[Y];
                for (var index = 0; index < parts.Length; index++)
                    d.Add(parts[index], dY.narrow(axis, sizes[..index].Sum(), sizes[index]) * (index + 1));
                Split.Backward(d, t["X"], parts, axis);
            },
            t => Combined([.. sizes.Select((size, index) => t["X"].narrow(axis, sizes[..index].Sum(), size))]));

        Tensor Combined(Tensor[] parts)
        {
            using var scope = NewDisposeScope();
            return scope.MoveToOuter(cat([.. parts.Select((part, index) => part * (index + 1))], axis));
        }

        static string Name(int index) => FormattableString.Invariant($"Y{index + 1}");
    }

    private static OpCase Indexed(string name, long[] shape, long[] places, Values indices, long axis) => new(
        name, [new("X", shape, Draw.Gaussian), new("I", places, indices, IsConstant: true)],
        t => Gather.Forward(t["X"], t["I"], axis), (t, d, Y) => Gather.Backward(d, t["X"], t["I"], Y, axis),
        t => (t["X"].unsqueeze(axis) * Marks(t["I"], t["X"], axis)).sum(axis + 1));

    private static OpCase Scattered(string name, long[] shape, long[] places, Values indices, long axis) => new(
        name, [new("X", shape, Draw.Gaussian), new("I", places, indices, IsConstant: true), new("S", places, Draw.Gaussian)],
        t => ScatterAdd.Forward(t["X"], t["I"], t["S"], axis), (t, d, Y) => ScatterAdd.Backward(d, t["X"], t["I"], t["S"], Y, axis),
        t => t["X"] + (t["S"].unsqueeze(axis + 1) * Marks(t["I"], t["X"], axis)).sum(axis));

    // 1 where the index along the axis is that of X along the axis after it.
    private static Tensor Marks(Tensor I, Tensor X, long axis)
        => nn.functional.one_hot(I, X.shape[axis]).movedim([-1], [axis + 1]).to(X.dtype);

    private static OpCase Selected(string name, long[] shape, long axis, params long[] indices) => new(
        name, [new("X", shape, Draw.Gaussian), new("I", [indices.Length], Draw.Exactly(indices), IsConstant: true)],
        t => IndexSelect.Forward(t["X"], t["I"], axis), (t, d, Y) => IndexSelect.Backward(d, t["X"], t["I"], Y, axis),
        t => indices.Length == 0 ? t["X"].narrow(axis, 0, 0) : stack([.. indices.Select(index => t["X"].select(axis, index))], axis))
    {
        // The reference knows the indices, not the tensor of them.
        TakesRepeatedValues = false,
    };

    private static OpCase Chosen(string name, long[] condition, long[] left, long[] right) => new(
        name, [new("C", condition, Draw.Mask, IsConstant: true), new("A", left, Draw.Gaussian), new("B", right, Draw.Gaussian)],
        t => Where.Forward(t["C"], t["A"], t["B"]), (t, d, Y) => Where.Backward(d, t["C"], t["A"], t["B"], Y),
        t => t["C"].to(t["A"].dtype) * t["A"] + (1 - t["C"].to(t["A"].dtype)) * t["B"]);

    private static OpCase Filled(string name, long[] shape, long[] mask, double value) => new(
        name, [new("X", shape, Draw.Gaussian), new("M", mask, Draw.Mask, IsConstant: true)],
        t => MaskedFill.Forward(t["X"], t["M"], value), (t, d, Y) => MaskedFill.Backward(d, t["X"], t["M"], Y),
        t => where(t["M"], full_like(t["X"], value), t["X"]));

    private static Tensor Indices(Tensor like, params long[] indices) => tensor(indices, device: like.device);
}
