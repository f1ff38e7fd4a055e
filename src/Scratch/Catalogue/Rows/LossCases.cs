using ScratchVsAutograd.Ops;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ScratchVsAutograd.Scratch.Catalogue.Rows;

/// <summary>The ways to call a loss.</summary>
internal static class LossCases
{
    private const long N = Argument.Batch;

    public static string NameOf(Reduction reduction) => reduction == Reduction.Mean ? "plain" : Word(reduction);

    public static string Word(Reduction reduction) => reduction switch
    {
        Reduction.None => "each by itself",
        Reduction.Mean => "mean",
        _ => "sum",
    };

    private static nn.Reduction Torch(Reduction reduction) => reduction switch
    {
        Reduction.None => nn.Reduction.None,
        Reduction.Mean => nn.Reduction.Mean,
        _ => nn.Reduction.Sum,
    };

    // kl_div itself warns at every mean, as it will be another one some day.
    private static Tensor Reduced(Tensor E, Reduction reduction) => reduction switch
    {
        Reduction.None => E,
        Reduction.Mean => E.mean(),
        _ => E.sum(),
    };

    public static Tensor LogProbabilities(Generator generator, long[] shape) => Draw.Gaussian(generator, shape).log_softmax(-1);

    // Class 0 is not to be had in any row, and only the second row would ask for it.
    public static Tensor ImpossibleInSecondRow(Generator generator, long[] shape)
        => LogProbabilities(generator, shape).index_fill(1, tensor([0L]), double.NegativeInfinity);

    // Its backward takes its loss for the last tensor: what comes from above is multiplied in here.
    public static OpCase SoftmaxCrossEntropyCase(string name, long[] shape, Values logits) => new(
        name, [new("Z", shape, logits), new("y", shape, OneHot, IsConstant: true)],
        t =>
        {
            var (loss, P) = SoftmaxCrossEntropy.Forward(t["Z"], t["y"], 0);
            t.Keep("P", P);
            return loss;
        },
        (t, d, loss) =>
        {
            if (!d.Wants(t["Z"])) return;
            using var scope = NewDisposeScope();
            var own = new Gradients();
            SoftmaxCrossEntropy.Backward(own, t["Z"], t["P"], t["y"]);
            d.Add(t["Z"], own[t["Z"]] * d[loss]);
        },
        t => cross_entropy(t["Z"], t["y"]));

    private static Tensor OneHot(Generator generator, long[] shape)
        => one_hot(Draw.Indices(shape[1])(generator, [shape[0]]), shape[1]).to(ScalarType.Float64);

    public static OpCase CrossEntropyCase(
        string name, Reduction reduction, bool weighted = false, double smoothing = 0, Values? classes = null, Values? logits = null,
        long ignoreIndex = -100)
    {
        // Classes that are written out are those of four rows.
        var rows = classes is null ? N : 4;
        return new OpCase(
            name,
            [
                new("Z", [rows, 3], logits ?? Draw.Gaussian), new("y", [rows], classes ?? Draw.Indices(3), IsConstant: true),
                .. weighted ? [new("w", [3], Draw.Positive, IsConstant: true)] : Array.Empty<Argument>(),
            ],
            t =>
            {
                var (loss, logP) = CrossEntropy.Forward(t["Z"], t["y"], weighted ? t["w"] : null, ignoreIndex, smoothing, reduction);
                t.Keep("log P", logP);
                return loss;
            },
            (t, d, loss) => CrossEntropy.Backward(
                d, t["Z"], t["y"], loss, t["log P"], weighted ? t["w"] : null, ignoreIndex, smoothing, reduction),
            t => cross_entropy(t["Z"], t["y"], weighted ? t["w"] : null, ignoreIndex, Torch(reduction), smoothing))
        {
            // A mean of nothing.
            TakesEmptyBatch = reduction != Reduction.Mean,
        };
    }

    // TorchSharp's nll_loss takes no index to ignore.
    public static OpCase NllLossCase(
        string name, Reduction reduction, bool weighted = false, Values? classes = null, Values? values = null)
    {
        var rows = classes is null ? N : 4;
        return new OpCase(
            name,
            [
                new("X", [rows, 3], values ?? LogProbabilities), new("y", [rows], classes ?? Draw.Indices(3), IsConstant: true),
                .. weighted ? [new("w", [3], Draw.Positive, IsConstant: true)] : Array.Empty<Argument>(),
            ],
            t => NllLoss.Forward(t["X"], t["y"], weighted ? t["w"] : null, reduction: reduction),
            (t, d, loss) => NllLoss.Backward(d, t["X"], t["y"], loss, weighted ? t["w"] : null, reduction: reduction),
            t => classes is null
                ? nll_loss(t["X"], t["y"], weighted ? t["w"] : null, Torch(reduction))
                : NllByWeights(t["X"], t["y"], weighted ? t["w"] : ones(3, t["X"].dtype), reduction))
        {
            // A mean of nothing.
            TakesEmptyBatch = reduction != Reduction.Mean,
        };
    }

    private static Tensor NllByWeights(Tensor X, Tensor y, Tensor w, Reduction reduction)
    {
        var weights = where((y >= 0).unsqueeze(1), one_hot(y.clamp(0), 3) * w, zeros_like(X));
        var E = -where(weights > 0, X * weights, zeros_like(X)).sum([1L]);
        return reduction switch
        {
            Reduction.None => E,
            Reduction.Mean => E.sum() / weights.sum(),
            _ => E.sum(),
        };
    }

    public static OpCase PairCase(
        string name, Func<Tensor, Tensor, Reduction, Tensor> forward, Action<Gradients, Tensor, Tensor, Tensor, Reduction> backward,
        Func<Tensor, Tensor, nn.Reduction, Tensor> reference, Reduction reduction, long[] shape, Values values, Values? targets = null)
        => new(
            name, [new("X", shape, values), new("T", shape, targets ?? Draw.Gaussian)],
            t => forward(t["X"], t["T"], reduction), (t, d, L) => backward(d, t["X"], t["T"], L, reduction),
            t => reference(t["X"], t["T"], Torch(reduction)))
        {
            // A mean of nothing.
            TakesEmptyBatch = reduction != Reduction.Mean,
        };

    public static OpCase BinaryCase(
        string name, Reduction reduction, long[] shape, long[]? weight = null, long[]? positive = null, Values? logits = null,
        Values? targets = null) => new(
        name,
        [
            new("Z", shape, logits ?? Draw.Gaussian), new("y", shape, targets ?? Draw.Between(0, 1), IsConstant: true),
            .. weight is null ? [] : new[] { new Argument("w", weight, Draw.Positive, IsConstant: true) },
            .. positive is null ? [] : new[] { new Argument("p", positive, Draw.Positive, IsConstant: true) },
        ],
        t => BinaryCrossEntropyWithLogits.Forward(
            t["Z"], t["y"], weight is null ? null : t["w"], positive is null ? null : t["p"], reduction),
        (t, d, L) => BinaryCrossEntropyWithLogits.Backward(
            d, t["Z"], t["y"], L, weight is null ? null : t["w"], positive is null ? null : t["p"], reduction),
        t => binary_cross_entropy_with_logits(
            t["Z"], t["y"], weight is null ? null : t["w"], Torch(reduction), positive is null ? null : t["p"]))
        {
            // A mean of nothing.
            TakesEmptyBatch = reduction != Reduction.Mean,
        };

    public static OpCase KlDivCase(string name, Reduction reduction, bool logTarget, Values targets, bool isConstant = false)
    {
        var rows = isConstant ? 2 : N;
        var size = isConstant ? 2 : 4;
        return new OpCase(
            name, [new("X", [rows, size], LogProbabilities), new("T", [rows, size], targets, isConstant)],
            t => KlDiv.Forward(t["X"], t["T"], logTarget, reduction),
            (t, d, L) => KlDiv.Backward(d, t["X"], t["T"], L, logTarget, reduction),
            t => Reduced(kl_div(t["X"], t["T"], logTarget, nn.Reduction.None), reduction))
        {
            // A mean of nothing.
            TakesEmptyBatch = reduction != Reduction.Mean,
        };
    }

    public static OpCase CosineCase(string name, Reduction reduction, double margin, Values first, Values? second = null, long size = 3)
        => new(
        name,
        [
            new("A", [4, size], first), new("B", [4, size], second ?? Draw.Gaussian),
            new("y", [4], Draw.Exactly(1.0, -1, -1, 1), IsConstant: true)],
        t =>
        {
            var (loss, cosine, squares) = CosineEmbedding.Forward(t["A"], t["B"], t["y"], margin, reduction);
            t.Keep("c", cosine);
            t.Keep("squares", squares);
            return loss;
        },
        (t, d, L) => CosineEmbedding.Backward(d, t["A"], t["B"], t["y"], L, t["c"], t["squares"], margin, reduction),
        t => cosine_embedding_loss(t["A"], t["B"], t["y"], margin, Torch(reduction)));

    public static OpCase InfoNceCase(string name, Reduction reduction, double temperature) => new(
        name, [new("Q", [N, 4], Draw.Gaussian), new("K", [N, 4], Draw.Gaussian)],
        t =>
        {
            var (loss, logP) = InfoNce.Forward(t["Q"], t["K"], temperature, reduction);
            t.Keep("log P", logP);
            return loss;
        },
        (t, d, L) => InfoNce.Backward(d, t["Q"], t["K"], L, t["log P"], temperature, reduction),
        t => cross_entropy(
            einsum("nd,md->nm", t["Q"], t["K"]) / temperature, arange(t["Q"].shape[0], device: t["Q"].device), reduction: Torch(reduction)))
    {
        // A mean of nothing.
        TakesEmptyBatch = reduction != Reduction.Mean,
    };

    public static Tensor CtcOf(Tensor y, Tensor inputLengths, Tensor targetLengths, long blank = 0)
        => Ctc.Forward(zeros(3, 1, 4), y, inputLengths, targetLengths, blank).Loss;

    public static OpCase CtcCase(string name, Reduction reduction)
        => CtcCase(
            name, reduction, N, (generator, shape) => Draw.Indices(3)(generator, shape) + 1, (_, shape) => full(shape, 6, ScalarType.Int64),
            (_, shape) => full(shape, 2, ScalarType.Int64), 0, false, 2);

    public static OpCase CtcRagged(
        string name, Reduction reduction, long[] inputLengths, long[] targetLengths, Values y, long blank = 0, bool zeroInfinity = false,
        long labels = 2)
        => CtcCase(name, reduction, 3, y, Draw.Exactly(inputLengths), Draw.Exactly(targetLengths), blank, zeroInfinity, labels);

    public static OpCase CtcCase(
        string name, Reduction reduction, long rows, Values y, Values inputLengths, Values targetLengths, long blank, bool zeroInfinity,
        long labels) => new(
        name,
        [
            new("X", [6, rows, 4], LogProbabilities), new("y", [rows, labels], y, IsConstant: true),
            new("input lengths", [rows], inputLengths, IsConstant: true), new("target lengths", [rows], targetLengths, IsConstant: true),
        ],
        t =>
        {
            var (loss, alpha, likelihood) = Ctc.Forward(
                t["X"], t["y"], t["input lengths"], t["target lengths"], blank, zeroInfinity, reduction);
            t.Keep("alpha", alpha);
            t.Keep("log likelihood", likelihood);
            return loss;
        },
        (t, d, L) => Ctc.Backward(
            d, t["X"], t["y"], t["input lengths"], t["target lengths"], L, t["alpha"], t["log likelihood"], blank, reduction),
        t => TorchCtc(t["X"], t["y"], t["input lengths"], t["target lengths"], blank, zeroInfinity, reduction))
        {
            // torch's takes no batch of none.
            TakesEmptyBatch = false,
        };

    // torch's has no half precision.
    private static Tensor TorchCtc(
        Tensor X, Tensor y, Tensor inputLengths, Tensor targetLengths, long blank, bool zeroInfinity, Reduction reduction)
        => ctc_loss(
            X.dtype == ScalarType.BFloat16
                ? X.to(ScalarType.Float32)
                : X, y.contiguous(), inputLengths, targetLengths, blank, zeroInfinity, Torch(reduction))
            .to(X.dtype);
}
