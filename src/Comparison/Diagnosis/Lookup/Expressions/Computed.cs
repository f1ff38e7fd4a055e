using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>What no element can be had of without the others: a scattered sum, a convolution, an inverse.</summary>
/// <param name="text">As in an equation.</param>
/// <param name="binding">How tightly it holds together.</param>
/// <param name="complexity">How rarely it is meant.</param>
/// <param name="value">All of it; null where the run does not have what it is made of.</param>
internal sealed class Computed(string text, Binding binding, int complexity, Func<Scene, Tensor?> value)
    : Expression(text, binding, complexity)
{
    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place)
    {
        if (place.IsEverywhere) return value(scene) is { } all && all.shape.AsSpan().SequenceEqual(place.Space) ? all : null;
        return place.Once(this, () => scene.Everywhere(this, place.Space) is { } whole ? place.Of(whole) : null);
    }
}
