using System.Text.RegularExpressions;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>Two equations that are the same but for one slip: a name for another, or a factor that should be transposed.</summary>
internal static partial class Mixup
{
    /// <summary>The names that stand for others, as "H3 where H2 is right"; empty where the equations differ in more.</summary>
    public static IReadOnlyList<string> Names(Formula written, Formula right)
    {
        var (wrongs, rights) = (Token().Matches(written.Text), Token().Matches(right.Text));
        if (wrongs.Count != rights.Count) return [];
        var pairs = wrongs.Zip(rights, (wrong, right) => (Wrong: wrong.Value, Right: right.Value))
            .Where(pair => pair.Wrong != pair.Right).Distinct().ToList();
        var names = written.Expressions.Concat(right.Expressions).OfType<NamedTensor>().Where(name => !name.IsGradient)
            .Select(name => name.Text).ToHashSet(StringComparer.Ordinal);
        return pairs.TrueForAll(pair => names.Contains(pair.Wrong) && names.Contains(pair.Right))
            ? [.. pairs.Select(pair => $"{pair.Wrong} where {pair.Right} is right")]
            : [];
    }

    /// <summary>Whether both are one product of the same two matrices, with another one transposed or in the other order.</summary>
    public static bool IsTurned(Expression written, Expression right)
        => written is MatrixProduct wrong && right is MatrixProduct product
            && new[] { wrong.Left.Value.Text, wrong.Right.Value.Text }.Order(StringComparer.Ordinal)
                .SequenceEqual(new[] { product.Left.Value.Text, product.Right.Value.Text }.Order(StringComparer.Ordinal));

    /// <summary>
    /// Whether what was written takes each P of a softmax for a function of its own element: dP ∘ P ∘ (1 − P), the diagonal of its
    /// Jacobian.
    /// </summary>
    public static bool IsDiagonal(Formula written, Formula right)
        => written.Expressions.OfType<Pointwise>().FirstOrDefault(factor => factor.Function == Function.SigmoidSlope) is { } slope
            && right.Expressions.OfType<Along>().Any(sum => sum.All.Any(part => part.Text == slope.Of.Text));

    // A name may contain a dot, or be a slice; a ᵀ after it is a token of its own.
    [GeneratedRegex(@"[\p{L}_-[ᵀ]][\w.-[ᵀ]]*(\[[^\]]*\])?|\S")]
    private static partial Regex Token();
}
