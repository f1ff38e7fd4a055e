using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>
/// An expression at the label along an axis, the same all along it: a class's weight, the probability of the right class.
/// </summary>
/// <param name="of">The expression.</param>
/// <param name="labels">The labels' name.</param>
/// <param name="value">The labels, spread over the space.</param>
/// <param name="axis">The axis that they count along.</param>
internal sealed class Picked(Expression of, string labels, Expression value, int axis)
    : Expression($"{of.Within(Binding.Name)}[{labels}]", Binding.Name, of.Complexity + 2)
{
    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [of];

    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place)
    {
        if (value.At(scene, place) is not { } spread) return null;
        if (place.IsEverywhere)
        {
            if (of.At(scene, place) is not { } all) return null;
            var index = spread.expand(place.Space).narrow(axis, 0, 1).to(ScalarType.Int64).clamp(0, place.Space[axis] - 1);
            return all.expand(place.Space).gather(axis, index).expand(place.Space);
        }

        var lines = place.Lines(place.Space, [.. Enumerable.Range(0, place.Space.Length).Select(other => other == axis ? -1 : other)]);
        if (of.At(scene, lines) is not { } line) return null;
        var at = spread.to(ScalarType.Int64).clamp(0, place.Space[axis] - 1);
        return line.expand([.. lines.Size]).gather(-1, at.expand([.. place.Size]).unsqueeze(-1)).squeeze(-1);
    }
}
