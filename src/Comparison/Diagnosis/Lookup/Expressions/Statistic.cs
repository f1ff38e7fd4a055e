using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>One number made from a whole line of elements.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Of">Makes it from a tensor, along some dimensions, keeping them or not.</param>
/// <param name="Complexity">How rarely it is meant.</param>
internal sealed record Statistic(string Name, Func<Tensor, long[], bool, Tensor> Of, int Complexity)
{
    /// <summary>The sum; of n elements n times the mean, so that a constant factor makes one of the other.</summary>
    public static Statistic Sum { get; } = new("Σ", (x, axes, keep) => x.sum(axes, keep), 2);

    /// <summary>The mean.</summary>
    public static Statistic Mean { get; } = new("mean", (x, axes, keep) => x.mean(axes, keep), 2);

    /// <summary>The variance, as normalisations use it.</summary>
    public static Statistic Variance { get; } = new("var", (x, axes, keep) => x.var(axes, unbiased: false, keepdim: keep), 3);

    /// <summary>The length as a vector.</summary>
    public static Statistic Norm { get; } = new("norm", (x, axes, keep) => x.square().sum(axes, keep).sqrt(), 3);

    /// <summary>The largest.</summary>
    public static Statistic Maximum { get; } = new("max", (x, axes, keep) => x.amax(axes, keep), 3);
}
