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

    /// <summary>One of them where a loop assigns instead of adding: the last.</summary>
    public static Statistic Last { get; } = new("last", (x, axes, keep) => Taken(x, axes, keep, axis => x.shape[axis] - 1), 3);

    /// <summary>The first.</summary>
    public static Statistic First { get; } = new("first", (x, axes, keep) => Taken(x, axes, keep, _ => 0), 3);

    /// <summary>The variance, as normalizations use it.</summary>
    public static Statistic Variance { get; } = new("var", (x, axes, keep) => x.var(axes, unbiased: false, keepdim: keep), 3);

    /// <summary>The length as a vector.</summary>
    public static Statistic Norm { get; } = new("norm", (x, axes, keep) => x.square().sum(axes, keep).sqrt(), 3);

    /// <summary>The root of the mean of their squares.</summary>
    public static Statistic RootMeanSquare { get; } = new("rms", (x, axes, keep) => x.square().mean(axes, keep).sqrt(), 3);

    private static Tensor Taken(Tensor x, long[] axes, bool keep, Func<int, long> at)
    {
        int[] dropped = [.. axes.Select(axis => (int)(axis < 0 ? axis + x.dim() : axis)).OrderDescending()];
        foreach (var axis in dropped) x = keep ? x.narrow(axis, at(axis), 1) : x.select(axis, at(axis));
        return x;
    }

    /// <summary>The largest.</summary>
    public static Statistic Maximum { get; } = new("max", (x, axes, keep) => x.amax(axes, keep), 3);
}
