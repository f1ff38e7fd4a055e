using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>What makes a line of elements into another one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Of">Applies it along a dimension.</param>
/// <param name="Complexity">How rarely it is meant.</param>
internal sealed record LineFunction(string Name, Func<Tensor, long, Tensor> Of, int Complexity)
{
    /// <summary>Probabilities.</summary>
    public static LineFunction Softmax { get; } = new("softmax", (x, axis) => x.softmax(axis), 2);

    /// <summary>Each element and all before it.</summary>
    public static LineFunction CumulatedSum { get; } = new("cumsum", (x, axis) => x.cumsum(axis), 3);

    /// <summary>Each element and all after it.</summary>
    public static LineFunction ReversedSum { get; } = new("reversed cumsum", (x, axis) => x.flip([axis]).cumsum(axis).flip([axis]), 3);

    /// <summary>Less their mean.</summary>
    public static LineFunction Centred { get; } = new("centred", (x, axis) => x - x.mean([axis], keepdim: true), 3);

    /// <summary>Back to front.</summary>
    public static LineFunction Flipped { get; } = new("flip", (x, axis) => x.flip([axis]), 3);

    /// <summary>Less their mean, by their standard deviation.</summary>
    /// <param name="epsilon">What is added to the variance.</param>
    public static LineFunction Normalised(double epsilon) => new(
        "normalised",
        (x, axis) => (x - x.mean([axis], keepdim: true)) * (x.var([axis], unbiased: false, keepdim: true) + epsilon).rsqrt(), 4);
}
