using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Catalogue.Rows;

/// <summary>Products of matrices, and rows of them.</summary>
internal static class LinearAlgebra
{
    private const long N = Argument.Batch;

    public static OpFamily Family { get; } = new(
        nameof(LinearAlgebra),
        [
            new OpRow(typeof(Linear), Linear_("plain", 4, 5), Linear_("one output", 4, 1), Linear_("one input", 1, 5), WithoutBias)
            {
                Refusals =
                [
                    new(
                        "X one column short", () => Linear.Forward(ones(2, 3), ones(5, 4), ones(1, 5)),
                        "X has shape (2, 3), expected (?, 4)."),
                    new(
                        "a bias without its axis of 1", () => Linear.Forward(ones(2, 4), ones(5, 4), ones(5)),
                        "b has shape (5,), expected (1, 5)."),
                ],
            },
            new OpRow(
                typeof(MatMul),
                Product("plain", [N, 4], [4, 5]),
                Product("batches", [N, 2, 4], [N, 4, 5]),
                Product("one matrix for a batch", [N, 2, 4], [4, 5]),
                Product("batches that broadcast", [N, 1, 2, 4], [2, 4, 3]),
                Product("a row and a column", [1, 4], [4, 1]))
            {
                Refusals =
                [
                    new(
                        "inner sizes", () => MatMul.Forward(ones(2, 3), ones(4, 5)),
                        "B has shape (4, 5), expected 3 rows, as A (2, 3) has columns."),
                    new("a vector", () => MatMul.Forward(ones(3), ones(3, 5)), "A has shape (3,), expected two axes or more."),
                    new(
                        "batches", () => MatMul.Forward(ones(2, 1, 3), ones(3, 3, 5)),
                        "the batch axes of B has shape (3,) and the batch axes of A (2,); from the last axis on"),
                ],
            },
            new OpRow(
                typeof(Embedding),
                Lookup("plain", [N, 4], Draw.Indices(7), null),
                Lookup("a row many times", [5], Draw.Exactly(2L, 2, 2, 0, 2), null),
                Lookup("a padding row", [N, 6], Draw.Indices(3), 1))
            {
                Refusals =
                [
                    new(
                        "an index too large", () => Embedding.Forward(ones(3, 2), tensor(new long[] { 0, 3 })),
                        "I has an index 3, expected 0 to 2."),
                    new("indices of floating point", () => Embedding.Forward(ones(3, 2), ones(2)), "I is Float32, expected Int64."),
                ],
            },
        ]);

    private static OpCase Linear_(string name, long inputs, long outputs) => new(
        name, [new("X", [N, inputs], Draw.Gaussian), new("W", [outputs, inputs], Draw.Gaussian), new("b", [1, outputs], Draw.Gaussian)],
        t => Linear.Forward(t["X"], t["W"], t["b"]),
        (t, d, Z) => Linear.Backward(d, t["X"], t["W"], t["b"], Z),
        t => nn.functional.linear(t["X"], t["W"], t["b"].flatten()));

    private static OpCase WithoutBias => new(
        "no bias", [new("X", [N, 4], Draw.Gaussian), new("W", [5, 4], Draw.Gaussian)],
        t => Linear.Forward(t["X"], t["W"], null),
        (t, d, Z) => Linear.Backward(d, t["X"], t["W"], null, Z),
        t => t["X"].matmul(t["W"].t()));

    private static OpCase Product(string name, long[] left, long[] right) => new(
        name, [new("A", left, Draw.Gaussian), new("B", right, Draw.Gaussian)],
        t => MatMul.Forward(t["A"], t["B"]),
        (t, d, Y) => MatMul.Backward(d, t["A"], t["B"], Y),
        t => (t["A"].unsqueeze(-1) * t["B"].unsqueeze(-3)).sum([-2L]));

    // The padding row's gradient is left out by a detached copy of it.
    private static OpCase Lookup(string name, long[] places, Values indices, long? padding) => new(
        name, [new("W", [7, 3], Draw.Gaussian), new("I", places, indices, IsConstant: true)],
        t =>
        {
            using var scope = NewDisposeScope();
            return scope.MoveToOuter(Embedding.Forward(Unlearned(t["W"], padding), t["I"], padding));
        },
        (t, d, Y) => Embedding.Backward(d, t["W"], t["I"], Y, padding),
        t => nn.functional.one_hot(t["I"], 7).to(t["W"].dtype).matmul(Unlearned(t["W"], padding)))
    {
        IsSmooth = padding is null,
    };

    private static Tensor Unlearned(Tensor W, long? padding)
        => padding is null ? W : where((arange(W.shape[0], device: W.device) == padding.Value).unsqueeze(1), W.detach(), W);
}
