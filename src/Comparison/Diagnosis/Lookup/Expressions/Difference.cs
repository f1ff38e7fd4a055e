using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>x − y: what most losses are a function of.</summary>
internal sealed class Difference(Expression first, Expression second)
    : Expression($"{first.Text} − {second.Within(Binding.Product)}", Binding.Sum, first.Complexity + second.Complexity)
{
    /// <summary>x.</summary>
    public Expression First => first;

    /// <summary>y.</summary>
    public Expression Second => second;

    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [first, second];

    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place)
        => first.At(scene, place) is { } x && second.At(scene, place) is { } y ? x - y : null;
}
