using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>What the formulas that were found say went wrong: the plainest of what fits.</summary>
/// <param name="Cause">The kind of mistake.</param>
/// <param name="Text">What is wrong, to follow "the gradient of Z".</param>
/// <param name="Evidence">The equations.</param>
/// <param name="Fix">What to write.</param>
/// <param name="Complexity">How much it assumes.</param>
internal sealed record Story(CauseKind Cause, string Text, string Evidence, string Fix, int Complexity)
{
    /// <summary>What says only what is right, not what is wrong.</summary>
    public const int OneSided = 20;

    /// <summary>What the formulas leave, relative to the largest element.</summary>
    public double Residual { get; private init; }

    // Beyond this a factor or a term is no slip that somebody makes; the two formulas themselves say more.
    private const int MostOfASlip = 16;

    /// <summary>Tells it; null where nothing fits.</summary>
    public static Story? Of(Look look)
        => (DerivativeForgotten(look) ?? TermByTerm.Story(look) ?? Slip(look) ?? Formulas(look)) is { } story
            ? story with { Residual = look.Residual }
            : null;

    /// <summary>Tells what each side is; null where one is not known.</summary>
    public static Story? OfBoth(Look look)
        => look is { Written: not null, Right: not null } ? Formulas(look)! with { Residual = look.Residual } : null;

    private static Story? DerivativeForgotten(Look look)
    {
        if (look.Written?.Plain is not NamedTensor { IsGradient: true } upstream) return null;
        var right = Plainer(look.Right, look.Factor, upstream.Text);
        // dY where dY − mean(dY) is right lacks a term.
        if (right is null || (look.Right is { Common: null } sum && sum.Terms.Any(term => term.Expression.Text == upstream.Text)))
            return null;
        var cause = look.Factor is { Terms: [{ Expression: Times { Second: Pointwise { IsMask: true } } }] }
            ? CauseKind.MaskMissing
            : CauseKind.DerivativeMissing;
        var text = cause == CauseKind.MaskMissing
            ? $"is {upstream.Text} as it came in: the mask {Without(look.Factor!, "scratch")} is missing"
            : $"is {upstream.Text} as it came in: it is not multiplied by {Lacking(look) ?? $"the derivative of {upstream.Text[1..]}"}";
        return new(
            cause, text, $"scratch = {upstream.Text}, autograd = {right}", $"write {right}", look.Factor is { Complexity: <= 4 } ? 0 : 3);
    }

    // Another tensor is no derivative.
    private static string? Lacking(Look look)
        => look.Factor is
        {
            Common: null,
            Terms: [{ Factor.Complexity: 0, Expression: Times { Second: NamedTensor { IsGradient: false } name } }]
        }
                && $"d{name.Text}" != look.Written!.Text ? name.Text : null;

    // The right formula itself, or what scratch is multiplied by.
    private static string? Plainer(Formula? right, Formula? factor, string upstream)
        => factor is not null && (right is null || factor.Complexity <= right.Complexity)
            ? factor.Text.Replace("scratch", upstream, StringComparison.Ordinal)
            : right?.Text;

    private static Story? Slip(Look look)
    {
        // A difference says less than both sides' formulas, which may yet be found.
        Story?[] found = look.IsFirst
            ? [FactorMissing(look), FactorTooMany(look)]
            : [FactorMissing(look), FactorTooMany(look), TermMissing(look), TermTooMany(look)];
        return found.OfType<Story>().Where(story => story.Complexity <= MostOfASlip).MinBy(story => story.Complexity);
    }

    private static Story? FactorMissing(Look look)
    {
        if (look.Factor is not { } factor || IsNumber(look)
            || (factor.Complexity >= 4 && (IsFarFetched(factor, look) || !IsLonger(look.Right, look.Written)))) return null;
        var text = Without(factor, "scratch");
        var cause = IsMask(factor) ? CauseKind.MaskMissing : CauseKind.MissingFactor;
        return new(
            cause, $"lacks the factor {text}", $"autograd = {factor.Text}{Beside(look.Right)}", $"multiply by {text}{Written(look)}",
            factor.Complexity);
    }

    // Nobody forgets to write 6 / Σ(m): where both sides are known they say more.
    private static bool IsFarFetched(Formula factor, Look look)
        => look is { Written: not null, Right: not null }
            && (factor.Terms.Count > 1 || factor.Terms.Any(term => term.Factor.Complexity > 0)
                || factor.Text.Contains(" / ", StringComparison.Ordinal));

    // What should be a number has no factor too many: it is another formula.
    private static bool IsNumber(Look look) => look is { Written: not null, Right: { Common: null, Terms: [{ Expression: One }] } };

    // Of two formulas neither of which is the other with more to it, both are told.
    private static bool IsLonger(Formula? first, Formula? second)
        => first is null || second is null || first.Complexity >= second.Complexity + 2;

    private static Story? FactorTooMany(Look look)
    {
        if (look.Excess is not { } excess || (excess.Complexity >= 4 && (IsFarFetched(excess, look) || !IsLonger(look.Written, look.Right)))
            || IsNumber(look)) return null;
        var text = Without(excess, "autograd");
        var evidence = $"scratch = {excess.Text}{Beside(look.Right)}";
        return IsMask(excess)
            ? new(
                CauseKind.ExtraMask, $"is masked by {text}, where autograd's is not zero", evidence, $"leave out the mask{Written(look)}",
                excess.Complexity)
            : new(
                CauseKind.ExtraFactor, $"has the factor {text} too many, or is not divided by it", evidence,
                $"divide by {text}{Written(look)}",
                excess.Complexity);
    }

    private static Story? TermMissing(Look look)
        => look.Missing is not { } missing
            || (missing.Terms.Count > 1 && (!missing.IsWritten || look is { Written: not null, Right: not null }))
            || !IsWorthIt(missing, look.Right) ? null : new(
            CauseKind.MissingTerm, $"is off by the term {Signed(missing)}", $"autograd − scratch = {missing.Text}{Beside(look.Right)}",
            $"add {missing.Text}{Written(look)}",
            missing.Complexity
                + (missing.Terms.Any(term => term.Text(Binding.Sum).Contains("scratch", StringComparison.Ordinal))
                    ? look.Right is null ? 10 : 2
                    : 0));

    // A difference that is longer than the right formula says less.
    private static bool IsWorthIt(Formula missing, Formula? right) => right is null || missing.Complexity <= right.Complexity;

    private static Story? TermTooMany(Look look)
        => look.Surplus is not { } surplus || surplus.Terms.Any(term => term.Factor.Complexity > 0) ? null : new(
            CauseKind.ExtraTerm, $"has the term {Signed(surplus)} too many", $"scratch − autograd = {surplus.Text}{Beside(look.Right)}",
            $"leave out {surplus.Text}: what it is the derivative of is a constant of the forward pass{Written(look)}",
            surplus.Complexity - 2);

    private static Story? Formulas(Look look)
    {
        // The other side may yet be found.
        if (look.Right is not { } right || (look.IsFirst && look.Written is null)) return null;
        if (look.Written is not { } written)
            return new(CauseKind.WrongFormula, $"is not {right.Text}", $"autograd = {right.Text}", $"write {right.Text}", OneSided);
        var (text, evidence) = ($"is {written.Text}, it should be {right.Text}", $"scratch = {written.Text}, autograd = {right.Text}");
        var complexity = 3 + (written.Complexity + right.Complexity) / 4;
        if (written.Terms is [var wrong] && right.Terms is [var only] && Mixup.IsTurned(wrong.Expression, only.Expression))
            return new(
                CauseKind.Transpose, text, evidence, $"write {right.Text}: where forward has a matrix, backward has its transpose",
                complexity);
        if (Mixup.Names(written, right) is { Count: > 0 } names)
            return new(CauseKind.Stale, $"is formed with {Words.List(names)}", evidence, $"write {right.Text}", complexity);
        return Mixup.IsDiagonal(written, right)
            ? new(
                CauseKind.MissingTerm, $"is {written.Text}, the diagonal of softmax's Jacobian alone; it should be {right.Text}", evidence,
                $"write {right.Text}", complexity)
            : new(CauseKind.WrongFormula, text, evidence, $"write {right.Text}", complexity);
    }

    private static bool IsMask(Formula factor)
        => factor is { Common: null, Terms: [{ Factor.Complexity: 0, Expression: Times { Second: Pointwise { IsMask: true } } }] };

    private static string Beside(Formula? right) => right is null ? "" : $", which is {right.Text}";

    private static string Written(Look look) => look.Right is { } right ? $": write {right.Text}" : "";

    private static string Signed(Formula formula)
        => formula.Text.StartsWith('−') ? $"− {formula.Text[1..]}" : $"+ {formula.Text}";

    // A constant alone, or "scratch ∘ (1 − Y²)" without what it begins with.
    private static string Without(Formula formula, string side)
        => formula is { Common: null, Terms: [{ Expression: NamedTensor } only] }
            ? (only.IsNegative ? "−" : "") + only.Factor.Times("", true)
            : formula.Text.Replace($"{side} ∘ ", "", StringComparison.Ordinal).Replace($"{side} / ", "1 / ", StringComparison.Ordinal)
                .Replace(side, "1", StringComparison.Ordinal);
}
