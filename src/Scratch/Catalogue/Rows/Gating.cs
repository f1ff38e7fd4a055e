using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Catalogue.Rows;

/// <summary>Functions that let some of their argument through.</summary>
internal static class Gating
{
    private const long N = Argument.Batch;

    public static OpFamily Family { get; } = new(
        nameof(Gating),
        [
            new(
                typeof(Dropout),
                DropoutCase("plain", [N, 5], 0.3),
                DropoutCase("three axes", [2, N, 4], 0.5),
                DropoutCase("nothing dropped", [N, 5], 0, AllTrue),
                DropoutCase("all dropped", [N, 5], 1, NoneTrue),
                DropoutCase("all dropped by chance", [N, 5], 0.9, NoneTrue))
            {
                Refusals =
                [
                    new("a mask of numbers", () => Dropout.Forward(ones(2), ones(2), 0.5), "mask is Float32, expected Bool."),
                    new(
                        "a mask that would broadcast", () => Dropout.Forward(ones(2, 3), ones(3, ScalarType.Bool), 0.5),
                        "mask has shape (3,), expected (2, 3)."),
                    new(
                        "a probability above 1", () => Dropout.Forward(ones(2), ones(2, ScalarType.Bool), 1.5),
                        "p is 1.5, expected a number from 0 to 1."),
                ],
            },
            new(
                typeof(TopKGating),
                TopKCase("plain", [N, 5], 2, Draw.Gaussian),
                TopKCase("three axes", [2, N, 4], 3, Draw.Gaussian),
                TopKCase("one expert", [N, 5], 1, Draw.Gaussian),
                TopKCase("every expert", [N, 4], 4, Draw.Gaussian),
                TopKCase("one example without a batch", [5], 2, Draw.Gaussian),
                TopKCase("logits of hundreds", [N, 5], 3, Draw.Scaled(300)) with { IsSmooth = false },
                TopKCase("equal logits", [2, 4], 2, Draw.Exactly(1.0, 1, 1, 1, 0, 2, 2, 2)) with { IsSmooth = false },
                TopKCase("a choice of one", [N, 1], 1, Draw.Gaussian))
            {
                Refusals =
                [
                    new("more than there are", () => TopKGating.Forward(ones(2, 3), 4), "k is 4, expected 1 to 3."),
                    new("none", () => TopKGating.Forward(ones(2, 3), 0), "k is 0, expected 1 to 3."),
                ],
            },
        ]);

    private static Tensor AllTrue(Generator generator, long[] shape) => ones(shape, ScalarType.Bool);

    private static Tensor NoneTrue(Generator generator, long[] shape) => zeros(shape, ScalarType.Bool);

    // torch's dropout draws its own mask.
    private static OpCase DropoutCase(string name, long[] shape, double p, Values? mask = null) => new(
        name, [new("X", shape, Draw.Gaussian), new("M", shape, mask ?? Draw.Mask, IsConstant: true)],
        t => Dropout.Forward(t["X"], t["M"], p),
        (t, d, Y) => Dropout.Backward(d, t["X"], t["M"], Y, p),
        t => p == 1 ? zeros_like(t["X"]) : where(t["M"], t["X"] / (1 - p), zeros_like(t["X"])));

    // Everything else at −∞ leaves the k largest to torch's softmax.
    private static OpCase TopKCase(string name, long[] shape, int k, Values values) => new(
        name, [new("Z", shape, values)],
        t => TopKGating.Forward(t["Z"], k),
        (t, d, P) => TopKGating.Backward(d, t["Z"], P),
        t =>
        {
            var places = t["Z"].topk(k).indexes;
            var others = ones_like(t["Z"], ScalarType.Bool).scatter(-1, places, zeros_like(places, ScalarType.Bool));
            return t["Z"].masked_fill(others, double.NegativeInfinity).softmax(-1);
        });
}
