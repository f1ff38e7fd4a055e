using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>1 where the index along an axis is the label, else 0.</summary>
/// <param name="labels">The labels' name.</param>
/// <param name="value">The labels, spread over the space.</param>
/// <param name="axis">The axis that they count along.</param>
internal sealed class OneHot(string labels, Expression value, int axis) : Expression($"one_hot({labels})", Binding.Name, 0)
{
    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place)
        => value.At(scene, place) is { } spread ? (spread == place.Index(axis)).to(ScalarType.Float64) : null;
}
