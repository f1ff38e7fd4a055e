using System.Collections.Immutable;
using System.Globalization;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;

/// <summary>
/// A function whose argument has constants that nobody told, as an ε, a temperature or an exponent: of f(a · x + b), the inverse of f
/// leaves a · x + b, which is found whatever a and b are.
/// </summary>
/// <param name="Inverse">The inverse of f.</param>
/// <param name="Of">Given x, a and b, a factor and the rest, which make k · f(a · x + b); none where nobody would write it.</param>
internal sealed record Shape(
    Func<double, double> Inverse, Func<Expression, double, double, IEnumerable<(double Factor, Expression Of)>> Of)
{
    /// <summary>Whether the inverse is of the magnitude, so that all that it is taken of must have one sign.</summary>
    public bool IsOfMagnitude { get; private init; }

    /// <summary>Those of a quantity in the table, the plainest first.</summary>
    public static ImmutableArray<Shape> All { get; } =
    [
        new(q => q, (x, a, b) => Scaled(Function.Itself, 1, x, a, b)),
        new(q => 1 / q, (x, a, b) => Scaled(Function.Reciprocal, -1, x, a, b)),
        new(q => q * q, (x, a, b) => Scaled(Function.Root, 0.5, x, a, b)) { IsOfMagnitude = true },
        new(q => 1 / (q * q), (x, a, b) => Scaled(Function.ReciprocalRoot, -0.5, x, a, b)) { IsOfMagnitude = true },
        new(q => Math.Log(q / (1 - q)), (x, a, b) => Written(1, Function.Sigmoid, x, a, b)),
        new(Math.Atanh, (x, a, b) => Written(1, Function.Tanh, x, a, b)),
        new(q => Math.Log(Math.Abs(q)), (x, a, b) => Written(Math.Exp(b), Function.Exponential, x, a, 0)) { IsOfMagnitude = true },
    ];

    /// <summary>A power, whose logarithm is a multiple of the quantity's.</summary>
    public static Shape Power { get; } = new(
        q => Math.Log(Math.Abs(q)), (x, a, b) => Written(Math.Exp(b), Function.Power(Snapped(a)), x, 1, 0))
    { IsOfMagnitude = true };

    // Of a and b one is taken out of f, so that few constants are left in it.
    private static IEnumerable<(double, Expression)> Scaled(Function function, double power, Expression x, double a, double b)
        => from scale in b == 0 ? [] : (double[])[a, b]
           where scale > 0 || Math.Abs(power) == 1
           from form in Written(Math.Sign(scale) * Math.Pow(Math.Abs(scale), power), function, x, a / scale, b / scale)
           select form;

    private static IEnumerable<(double, Expression)> Written(double factor, Function function, Expression x, double a, double b)
        => Coefficient.Of(factor).IsWritten && Coefficient.Of(a).IsWritten && (b == 0 || Coefficient.Of(b).IsWritten)
            ? [(factor, new Pointwise(function, a == 1 && b == 0 ? x : new Affine(Snapped(a), x, Snapped(b))))]
            : [];

    // 0.01 for 0.0099999999999993.
    private static double Snapped(double value)
        => double.Parse(value.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) is var plain
            && Math.Abs(plain - value) <= 1e-10 * Math.Abs(value) ? plain : value;
}
