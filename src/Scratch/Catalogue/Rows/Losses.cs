using ScratchVsAutograd.Ops;
using static ScratchVsAutograd.Scratch.Catalogue.Rows.LossCases;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ScratchVsAutograd.Scratch.Catalogue.Rows;

/// <summary>From predictions and targets to what is made small.</summary>
internal static class Losses
{
    private const long N = Argument.Batch;

    // Both sides of Huber's bound, the bound itself, ties, and errors at which a square would overflow a half precision first.
    private static readonly double[] Errors = [-80, -1.5, -1, -0.5, -1e-30, 0, 1e-30, 0.5, 1, 1.5, 80];

    private static readonly Reduction[] Reductions = [Reduction.Mean, Reduction.None, Reduction.Sum];

    public static OpFamily Family { get; } = new(
        nameof(Losses),
        [
            new(
                typeof(SoftmaxCrossEntropy),
                SoftmaxCrossEntropyCase("plain", [4, 5], Draw.Gaussian),
                SoftmaxCrossEntropyCase("one row", [1, 5], Draw.Gaussian),
                SoftmaxCrossEntropyCase("logits of tens", [4, 3], Draw.Scaled(10)),
                SoftmaxCrossEntropyCase("one class", [4, 1], Draw.Gaussian))
            {
                Refusals =
                [
                    new(
                        "no row", () => SoftmaxCrossEntropy.Forward(ones(0, 3), ones(0, 3)),
                        "Z has shape (0, 3); a mean needs at least one row and one class."),
                    new(
                        "targets of another shape", () => SoftmaxCrossEntropy.Forward(ones(2, 3), ones(2)),
                        "y has shape (2,), expected (2, 3)."),
                ],
            },
            new(
                typeof(CrossEntropy),
                [
                    .. Reductions.Select(reduction => CrossEntropyCase(NameOf(reduction), reduction)),
                    .. Reductions.Select(reduction => CrossEntropyCase($"class weights, {Word(reduction)}", reduction, weighted: true)),
                    .. Reductions.Select(reduction => CrossEntropyCase($"label smoothing, {Word(reduction)}", reduction, smoothing: 0.1)),
                    .. Reductions.Select(
                        reduction => CrossEntropyCase(
                            $"class weights, label smoothing and rows to ignore, {Word(reduction)}", reduction, true, 0.2,
                            Draw.Exactly(2L, -1, 0, -1), ignoreIndex: -1)),
                    CrossEntropyCase("all labels smooth", Reduction.Mean, smoothing: 1),
                    CrossEntropyCase("all rows but one ignored", Reduction.Mean, classes: Draw.Exactly(-100L, 1, -100, -100)),
                    CrossEntropyCase("all rows ignored", Reduction.Sum, classes: Draw.Exactly(-100L, -100, -100, -100)),
                    CrossEntropyCase("a class to ignore", Reduction.Mean, classes: Draw.Exactly(0L, 1, 2, 1), ignoreIndex: 1),
                    CrossEntropyCase("logits of hundreds", Reduction.Mean, logits: Draw.Scaled(200)) with { IsSmooth = false },
                    CrossEntropyCase("equal logits", Reduction.Mean, logits: Draw.Scaled(0)),
                ])
            {
                Refusals =
                [
                    new(
                        "a class that is not there", () => CrossEntropy.Forward(ones(2, 3), tensor([0L, 3])),
                        "y has an index 3, expected 0 to 2."),
                    new(
                        "classes of another number", () => CrossEntropy.Forward(ones(2, 3), tensor([0L])),
                        "y has shape (1,), expected (2,)."),
                    new("classes in floating point", () => CrossEntropy.Forward(ones(2, 3), ones(2)), "y is Float32, expected Int64."),
                    new(
                        "weights of another number", () => CrossEntropy.Forward(ones(2, 3), tensor([0L, 1]), ones(2)),
                        "weight has shape (2,), expected (3,)."),
                    new(
                        "smoothing above 1", () => CrossEntropy.Forward(ones(2, 3), tensor([0L, 1]), smoothing: 2),
                        "smoothing is 2, expected a number from 0 to 1."),
                ],
            },
            new(
                typeof(NllLoss),
                [
                    .. Reductions.Select(reduction => NllLossCase(NameOf(reduction), reduction)),
                    .. Reductions.Select(
                        reduction => NllLossCase(
                            $"class weights and rows to ignore, {Word(reduction)}", reduction, true, Draw.Exactly(2L, -100, 0, -100))),
                    NllLossCase("all rows ignored", Reduction.Sum, classes: Draw.Exactly(-100L, -100, -100, -100)),
                    NllLossCase(
                        "an impossible class in a row that is ignored", Reduction.Mean, classes: Draw.Exactly(1L, -100, 1, 1),
                        values: ImpossibleInSecondRow) with { IsSmooth = false },
                ])
            {
                Refusals =
                [
                    new(
                        "a class that is not there", () => NllLoss.Forward(ones(2, 3), tensor([0L, -1])),
                        "y has an index -1, expected 0 to 2."),
                    new("classes of another number", () => NllLoss.Forward(ones(2, 3), tensor([0L])), "y has shape (1,), expected (2,)."),
                ],
            },
            Pair(typeof(Mse), Mse.Forward, Mse.Backward, (X, T, reduction) => mse_loss(X, T, reduction)),
            Pair(typeof(L1), L1.Forward, L1.Backward, (X, T, reduction) => l1_loss(X, T, reduction)),
            Pair(
                typeof(Huber), (X, T, reduction) => Huber.Forward(X, T, 1, reduction),
                (d, X, T, L, reduction) => Huber.Backward(d, X, T, L, 1, reduction),
                (X, T, reduction) => huber_loss(X, T, 1, reduction))
                .With(PairCase(
                    "a narrow bound", (X, T, reduction) => Huber.Forward(X, T, 0.1, reduction),
                    (d, X, T, L, reduction) => Huber.Backward(d, X, T, L, 0.1, reduction),
                    (X, T, reduction) => huber_loss(X, T, 0.1, reduction), Reduction.Mean, [N, 5], Draw.Gaussian)),
            new(
                typeof(BinaryCrossEntropyWithLogits),
                [
                    .. Reductions.Select(reduction => BinaryCase(NameOf(reduction), reduction, [N, 5])),
                    .. Reductions.Select(reduction => BinaryCase($"weights, {Word(reduction)}", reduction, [N, 5], weight: [N, 1])),
                    .. Reductions.Select(
                        reduction => BinaryCase($"weights of the positive, {Word(reduction)}", reduction, [N, 5], positive: [5])),
                    BinaryCase("both weights", Reduction.Mean, [N, 5], [5], [5]),
                    BinaryCase(
                        "targets yes or no", Reduction.None, [6], logits: Draw.Exactly(-90.0, -90, 90, 90, 0, 0),
                        targets: Draw.Exactly(0.0, 1, 0, 1, 0, 1)),
                ])
            {
                Refusals =
                [
                    new(
                        "targets of another shape", () => BinaryCrossEntropyWithLogits.Forward(ones(2, 3), ones(3)),
                        "y has shape (3,), expected (2, 3)."),
                    new(
                        "weights that would stretch the logits",
                        () => BinaryCrossEntropyWithLogits.Forward(ones(1, 3), ones(1, 3), ones(2, 3)),
                        "weight has shape (2, 3), which does not broadcast to Z's (1, 3)."),
                ],
            },
            new(
                typeof(KlDiv),
                [
                    .. Reductions.Select(reduction => KlDivCase(NameOf(reduction), reduction, false, Draw.Probabilities)),
                    .. Reductions.Select(reduction => KlDivCase($"logarithms, {Word(reduction)}", reduction, true, LogProbabilities)),
                    KlDivCase(
                        "impossible targets", Reduction.Sum, false, (_, _) => tensor(new double[,] { { 0, 1 }, { 0.5, 0.5 } }),
                        isConstant: true),
                ])
            {
                Refusals = [
                    new("targets of another shape", () => KlDiv.Forward(ones(2, 3), ones(3)), "T has shape (3,), expected (2, 3).")],
            },
            new(
                typeof(CosineEmbedding),
                [
                    .. Reductions.Select(reduction => CosineCase(NameOf(reduction), reduction, 0, Draw.Gaussian)),
                    CosineCase("a margin", Reduction.Mean, 0.3, Draw.Gaussian),
                    CosineCase("a margin below zero", Reduction.None, -0.5, Draw.Gaussian),
                    // At the bound the derivative is that of c − m.
                    CosineCase(
                        "at right angles", Reduction.Sum, 0, (_, _) => tensor(new double[,] { { 1, 0 }, { 0, 2 }, { 1, 0 }, { 0, 1 } }),
                        (_, _) => tensor(new double[,] { { 0, 1 }, { 3, 0 }, { 0, 1 }, { 1, 0 } }), 2) with { IsSmooth = false },
                    CosineCase("the same vectors", Reduction.None, 0, Draw.Between(1, 1), Draw.Between(1, 1)),
                ])
            {
                Refusals =
                [
                    new(
                        "labels of another number", () => CosineEmbedding.Forward(ones(2, 3), ones(2, 3), ones(3)),
                        "y has shape (3,), expected (2,)."),
                    new(
                        "a margin above 1", () => CosineEmbedding.Forward(ones(2, 3), ones(2, 3), ones(2), 2),
                        "margin is 2, expected a number from -1 to 1."),
                ],
            },
            new(
                typeof(InfoNce),
                [
                    .. Reductions.Select(reduction => InfoNceCase(NameOf(reduction), reduction, 1)),
                    InfoNceCase("cold", Reduction.Mean, 0.1),
                ])
            {
                Refusals =
                [
                    new("keys of another number", () => InfoNce.Forward(ones(2, 3), ones(3, 3)), "K has shape (3, 3), expected (2, 3)."),
                    new("no temperature", () => InfoNce.Forward(ones(2, 3), ones(2, 3), 0), "temperature is 0, expected more than 0."),
                ],
            },
            new(
                typeof(Ctc),
                [
                    .. Reductions.Select(reduction => CtcCase(NameOf(reduction), reduction)),
                    CtcRagged("lengths of their own", Reduction.Mean, [6, 4, 1], [2, 0, 1], Draw.Exactly(1L, 1, 2, 3, 3, 1)),
                    CtcRagged("as many steps as labels", Reduction.Sum, [2, 3, 6], [2, 2, 2], Draw.Exactly(1L, 2, 1, 1, 2, 1)),
                    CtcRagged("the last class as blank", Reduction.None, [6, 5, 6], [2, 2, 0], Draw.Exactly(1L, 1, 2, 0, 0, 1), blank: 3),
                    CtcRagged(
                        "a sequence that does not fit", Reduction.Sum, [1, 2, 6], [2, 2, 2], Draw.Exactly(1L, 2, 1, 1, 2, 1),
                        zeroInfinity: true),
                    CtcRagged("no labels at all", Reduction.Mean, [6, 4, 1], [0, 0, 0], Draw.Exactly(Array.Empty<long>()), labels: 0),
                ])
            {
                Refusals =
                [
                    new(
                        "labels beyond the classes", () => CtcOf(tensor([4L, 1], 1, 2), tensor([3L]), tensor([2L])),
                        "y has an index 4, expected 0 to 3."),
                    new(
                        "more steps than there are", () => CtcOf(tensor([1L, 1], 1, 2), tensor([4L]), tensor([2L])),
                        "inputLengths has a length of 4, expected 1 to 3."),
                    new(
                        "no step", () => CtcOf(tensor([1L, 1], 1, 2), tensor([0L]), tensor([2L])),
                        "inputLengths has a length of 0, expected 1 to 3."),
                    new(
                        "more labels than there are", () => CtcOf(tensor([1L, 1], 1, 2), tensor([3L]), tensor([3L])),
                        "targetLengths has a length of 3, expected 0 to 2."),
                    new(
                        "a blank that is no class", () => CtcOf(tensor([1L, 1], 1, 2), tensor([3L]), tensor([2L]), 4),
                        "blank is 4, expected 0 to 3."),
                    new(
                        "lengths in floating point", () => CtcOf(tensor([1L, 1], 1, 2), ones(1), tensor([2L])),
                        "inputLengths is Float32, expected Int64."),
                ],
            },
        ]);

    private static OpRow Pair(
        Type op, Func<Tensor, Tensor, Reduction, Tensor> forward, Action<Gradients, Tensor, Tensor, Tensor, Reduction> backward,
        Func<Tensor, Tensor, nn.Reduction, Tensor> reference)
    {
        return new OpRow(
            op,
            [
                .. Reductions.Select(reduction => Case(NameOf(reduction), reduction, [N, 5], Draw.Gaussian)),
                Case("one number", Reduction.Mean, [], Draw.Gaussian),
                Case("special points", Reduction.None, [Errors.Length], Draw.Exactly(Errors), Draw.Scaled(0)) with { IsSmooth = false },
            ])
        {
            Refusals =
            [
                new(
                    "targets that would broadcast", () => forward(ones(2, 3), ones(3), Reduction.Mean),
                    "T has shape (3,), expected (2, 3)."),
                new("another dtype", () => forward(ones(2), ones(2, ScalarType.Float64), Reduction.Mean), "T is Float64 and X is Float32"),
            ],
        };

        OpCase Case(string name, Reduction reduction, long[] shape, Values values, Values? targets = null)
            => PairCase(name, forward, backward, reference, reduction, shape, values, targets);
    }
}
