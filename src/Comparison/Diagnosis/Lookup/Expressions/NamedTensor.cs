using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>A tensor of the run, spread over a space as broadcasting does, or along the axes that its own stand for.</summary>
/// <param name="text">Its name; <c>dY</c> for a gradient.</param>
/// <param name="value">Finds it.</param>
/// <param name="complexity">Less for what the op itself uses.</param>
/// <param name="axes">The axes of the space that its own are; null for flush right.</param>
internal sealed class NamedTensor(string text, Func<Scene, Tensor?> value, int complexity, int[]? axes = null)
    : Expression(text, Binding.Name, complexity)
{
    /// <summary>Whether it is an upstream gradient, not a tensor of the forward pass.</summary>
    public bool IsGradient { get; init; }

    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place) => place.Once(this, () => Spread(scene, place));

    private Tensor? Spread(Scene scene, Place place)
    {
        if (value(scene) is not { } tensor) return null;
        if (axes is not null)
            tensor = tensor.reshape(
                [.. Enumerable.Range(0, place.Space.Length)
                    .Select(axis => Array.IndexOf(axes, axis) is var own and >= 0 ? tensor.shape[own] : 1)]);
        return Axes.Spread(tensor, place.Space) is { } spread ? place.Of(spread) : null;
    }
}
