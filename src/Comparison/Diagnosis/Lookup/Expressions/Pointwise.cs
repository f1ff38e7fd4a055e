using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>f(x), element by element.</summary>
/// <param name="function">f.</param>
/// <param name="of">x.</param>
internal sealed class Pointwise(Function function, Expression of)
    : Expression(function.TextOf(of), function.Binding, function.Complexity + of.Complexity)
{
    /// <summary>f.</summary>
    public Function Function => function;

    /// <summary>x.</summary>
    public Expression Of => of;

    /// <summary>Of 1/x, the text of x; null for other functions.</summary>
    public string? Divisor => function.DivisorOf(of);

    /// <summary>Whether it is 1/x of a name.</summary>
    public bool IsReciprocal => function == Function.Reciprocal && of is NamedTensor;

    /// <summary>Whether x is what the op itself uses, as it is.</summary>
    public bool IsOfOwn => of is NamedTensor { Complexity: 1 };

    /// <summary>Whether x is one number for a whole line.</summary>
    public bool IsOfStatistic => of is Along;

    /// <summary>Whether it is a mask, 0 or 1.</summary>
    public bool IsMask => function.IsMask;

    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [of];

    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place) => of.At(scene, place) is { } value ? function.Of(value) : null;
}
