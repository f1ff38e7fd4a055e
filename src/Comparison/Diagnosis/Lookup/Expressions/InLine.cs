using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>An element of what a line through it becomes: of its softmax, of its cumulated sum.</summary>
internal sealed class InLine(LineFunction function, Expression of, int axis)
    : Expression(string.Format(null, function.Format, of.Text, (char)('₀' + axis)), Binding.Name, of.Complexity + function.Complexity)
{
    /// <summary>Whether the line is normalized.</summary>
    public bool IsNormalized => function.IsNormalized;

    private const long MostElements = 1 << 20;

    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [of];

    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place)
    {
        if (place.IsEverywhere) return of.At(scene, place) is { } all ? function.Of(all, axis) : null;
        if (place.Count * place.Space[axis] > MostElements) return null;
        var lines = place.Lines(place.Space, [.. Enumerable.Range(0, place.Space.Length).Select(other => other == axis ? -1 : other)]);
        return of.At(scene, lines) is { } line ? function.Of(line, -1).gather(-1, place.Index(axis).unsqueeze(-1)).squeeze(-1) : null;
    }
}
