using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>x ∘ y, or x / y.</summary>
internal sealed class Times(Expression first, Expression second)
    : Expression(TextOf(first, second), Binding.Product, first.Complexity + second.Complexity + 1)
{
    /// <summary>The first factor.</summary>
    public Expression First => first;

    /// <summary>The second factor.</summary>
    public Expression Second => second;

    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [first, second];

    /// <inheritdoc />
    public override (Expression Mean, long Elements)? Averaged
        => first.Averaged is var (x, n) ? (new Times(x, second), n) : second.Averaged is var (y, m) ? (new Times(first, y), m) : null;

    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place)
        => first.At(scene, place) is { } x && second.At(scene, place) is { } y ? x * y : null;

    // "x / y" for "1 / y ∘ x" too.
    private static string TextOf(Expression first, Expression second) => (Divisor(first), Divisor(second)) switch
    {
        (_, { } divisor) => $"{first.Within(Binding.Product)} / {divisor}",
        ({ } divisor, null) => $"{second.Within(Binding.Product)} / {divisor}",
        _ => $"{first.Within(Binding.Product)} ∘ {second.Within(Binding.Product)}",
    };

    private static string? Divisor(Expression expression) => (expression as Pointwise)?.Divisor;
}
