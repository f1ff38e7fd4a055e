using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>a · x + b, with constants that were found from the values: an ε, a temperature, a slope.</summary>
/// <param name="a">The coefficient.</param>
/// <param name="of">x.</param>
/// <param name="b">The constant; 0 for none.</param>
internal sealed class Affine(double a, Expression of, double b) : Expression(
    new Formula(b == 0 ? [Term.Of(a, of)] : [Term.Of(a, of), Term.Of(b, new One())]).Text, b == 0 ? Binding.Product : Binding.Sum,
    Coefficient.Of(a).Complexity + of.Complexity + (b == 0 ? 0 : Coefficient.Of(b).Complexity + 1))
{
    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [of];

    /// <inheritdoc />
    public override int Constants => (a == 1 ? 0 : 1) + (b == 0 ? 0 : 1) + of.Constants;

    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place) => of.At(scene, place) is { } value ? a * value + b : null;
}
