using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>A tensor of the run, spread over a space as broadcasting does, or along the axes that its own stand for.</summary>
/// <param name="text">Its name; <c>dY</c> for a gradient.</param>
/// <param name="value">Finds it.</param>
/// <param name="complexity">Less for what the op itself uses.</param>
/// <param name="firstAxis">For a tensor of fewer axes, the axis of the space that its first one is; −1 for flush right.</param>
internal sealed class NamedTensor(string text, Func<Scene, Tensor?> value, int complexity, int firstAxis = -1) : Expression(text, Binding.Name, complexity)
{
    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place) => place.Once(this, () => Spread(scene, place));

    private Tensor? Spread(Scene scene, Place place)
    {
        if (value(scene) is not { } tensor) return null;
        if (firstAxis >= 0)
            tensor = tensor.reshape([.. Enumerable.Repeat(1L, firstAxis), .. tensor.shape, .. Enumerable.Repeat(1L, place.Space.Length - firstAxis - (int)tensor.dim())]);
        return Axes.Spread(tensor, place.Space) is { } spread ? place.Of(spread) : null;
    }
}
