using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>What makes a line of elements into another one.</summary>
/// <param name="Format">Its text, {0} for the line and {1} for the axis.</param>
/// <param name="Of">Applies it along a dimension.</param>
/// <param name="Complexity">How rarely it is meant.</param>
internal sealed record LineFunction(string Format, Func<Tensor, long, Tensor> Of, int Complexity)
{
    /// <summary>Probabilities.</summary>
    public static LineFunction Softmax { get; } = new("softmax{1}({0})", (x, axis) => x.softmax(axis), 2);

    /// <summary>Each element and all before it.</summary>
    public static LineFunction CumulatedSum { get; } = new("cumsum{1}({0})", (x, axis) => x.cumsum(axis), 3);

    /// <summary>Each element and all after it.</summary>
    public static LineFunction ReversedSum { get; } = new(
        "reversed cumsum{1}({0})", (x, axis) => x.flip([axis]).cumsum(axis).flip([axis]), 3);

    /// <summary>Less their mean.</summary>
    public static LineFunction Centred { get; } = new("({0} − mean{1}({0}))", (x, axis) => x - x.mean([axis], keepdim: true), 3);

    /// <summary>Back to front.</summary>
    public static LineFunction Flipped { get; } = new("flip{1}({0})", (x, axis) => x.flip([axis]), 3);

    /// <summary>Each element further on by so many places, what falls off at the end at the beginning.</summary>
    public static LineFunction Rolled(long by) => new($"roll{{1}}({{0}}, {(by < 0 ? $"−{-by}" : by)})", (x, axis) => x.roll(by, axis), 3);

    /// <summary>Less their mean, by their standard deviation.</summary>
    /// <param name="epsilon">What is added to the variance.</param>
    public static LineFunction Normalized(double epsilon) => new(
        "normalized{1}({0})",
        (x, axis) => (x - x.mean([axis], keepdim: true)) * (x.var([axis], unbiased: false, keepdim: true) + epsilon).rsqrt(), 4)
    { IsNormalized = true };

    /// <summary>Whether it makes a line what a normalization makes of it.</summary>
    public bool IsNormalized { get; private init; }
}
