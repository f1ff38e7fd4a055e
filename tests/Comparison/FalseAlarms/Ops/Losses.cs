using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms.Ops;

/// <summary>From a matrix, and for some a constant beside it, to one number.</summary>
internal static class Losses
{
    /// <summary>Σ R ∘ X.</summary>
    public static Op Weighted { get; } = new("weighted", x => (x[0] * x[1]).sum(), (x, _, dL) => [dL * x[1], null]);

    /// <summary>Σ X.</summary>
    public static Op Sum { get; } = Op.Unary("sum", x => x.sum(), (x, _, dL) => dL.expand(x.shape));

    /// <summary>mean X².</summary>
    public static Op MeanSquare { get; } = Op.Unary("mean-square", x => x.square().mean(), (x, _, dL) => dL * x * 2 / x.numel());

    /// <summary>mean (X − T)².</summary>
    public static Op MeanSquaredError { get; } = new(
        "squared-error", x => (x[0] - x[1]).square().mean(), (x, _, dL) => [dL * 2 * (x[0] - x[1]) / x[0].numel(), null]);

    /// <summary>mean log(1 + exp(−T ∘ X)).</summary>
    public static Op Logistic { get; } = new(
        "logistic", x => logaddexp(-x[1] * x[0], zeros_like(x[0])).mean(),
        (x, _, dL) => [-dL * x[1] * (-x[1] * x[0]).sigmoid() / x[0].numel(), null]);

    /// <summary>Cross-entropy of one-hot labels and a log-softmax: finite for logits of any size.</summary>
    public static Op LogSoftmaxCrossEntropy { get; } = new(
        "log-softmax-cross-entropy", x => -(x[1] * x[0].log_softmax(1)).sum([1L]).mean(),
        (x, _, dL) => [dL * (x[0].softmax(1) - x[1]) / x[0].shape[0], null]);

    /// <summary>The notebook's cross-entropy, without its ε.</summary>
    public static Op CrossEntropy { get; } = new(
        "cross-entropy", x => SoftmaxCrossEntropy.Forward(x[0], x[1], 0).Loss, CrossEntropyGradients);

    private static Tensor?[] CrossEntropyGradients(Tensor[] x, Tensor y, Tensor dL)
    {
        var d = new Gradients();
        SoftmaxCrossEntropy.Backward(d, x[0], SoftmaxCrossEntropy.Forward(x[0], x[1], 0).P, x[1]);
        return [d[x[0]] * dL, null];
    }
}
