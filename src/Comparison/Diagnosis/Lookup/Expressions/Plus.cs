using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>x + y.</summary>
internal sealed class Plus(Expression first, Expression second)
    : Expression($"{first.Text} + {second.Text}", Binding.Sum, first.Complexity + second.Complexity)
{
    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [first, second];

    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place)
        => first.At(scene, place) is { } x && second.At(scene, place) is { } y ? x + y : null;
}
