using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>
/// Both sides are known sums, and of one kind: a term too few, a term too many and another coefficient are three mistakes with three
/// different fixes.
/// </summary>
internal static class TermByTerm
{
    /// <summary>Compares them; null where a side is not known, or they have nothing in common.</summary>
    public static Story? Story(Look look)
    {
        if (Sides(look) is not var (inWriting, inRight)) return null;
        var (written, right) = (TermsOf(inWriting), TermsOf(inRight));
        if (Math.Max(written.Terms.Count, right.Terms.Count) < 2 && written.Common is null) return null;
        var lacking = right.Terms.Where(term => Counterpart(written, term) is null).ToList();
        var tooMany = written.Terms.Where(term => Counterpart(right, term) is null).ToList();
        var shared = right.Terms.Except(lacking).Select(term => (Right: term, Written: Counterpart(written, term)!)).ToList();
        var changed = shared.Where(pair => Math.Abs(Weight(pair.Written) / Weight(pair.Right) - 1) > 1e-9).ToList();
        if (shared.Count == 0) return null;
        var evidence = $"scratch = {written.Text}, autograd = {right.Text}";
        var fix = $"write {right.Text}";
        return (lacking.Count, tooMany.Count, changed.Count) switch
        {
            (1, 0, 1) => new(CauseKind.WrongFormula, $"is {written.Text}, it should be {right.Text}", evidence, fix, 3),
            ( > 0, 0, 0) => new(CauseKind.MissingTerm, $"lacks the term {Signed(lacking)}", evidence, fix, 3),
            (0, > 0, 0) => new(CauseKind.ExtraTerm, $"has the term {Signed(tooMany)} too many", evidence, fix, 3),
            (0, 0, 1) => new(
                CauseKind.TermCoefficient,
                $"has the term {Signed([changed[0].Written])} where {Signed([changed[0].Right])} is right: "
                    + $"{Ratio.Text(Weight(changed[0].Written) / Weight(changed[0].Right))}",
                evidence, fix, 3),
            (1, 1, 0) => new(
                Mixup.IsTurned(tooMany[0].Expression, lacking[0].Expression)
                    ? CauseKind.Transpose
                    : Mixup.Names(new(tooMany), new(lacking)).Count > 0 ? CauseKind.Stale : CauseKind.WrongFormula,
                $"has the term {Signed(tooMany)} where {Signed(lacking)} is right", evidence, fix, 3),
            _ => null,
        };
    }

    // A difference is two terms.
    private static Formula TermsOf(Formula formula) => formula with
    {
        Terms = [.. formula.Terms.SelectMany(term => term.Expression is Difference difference
            ? (Term[])[Term.Of(term.Factor.Value, difference.First), Term.Of(-term.Factor.Value, difference.Second)] : [term])],
    };

    // With one factor in front of both.
    private static (Formula Written, Formula Right)? Sides(Look look)
    {
        if (look is not { Written: { } written, Right: { } right }) return null;
        if (written.Common?.Text == right.Common?.Text) return (written, right);
        if (look.IsFirst) return null;
        if (right.Common is { } rights && look.Within(rights, false) is { } rewritten) return (rewritten, right);
        return written.Common is { } writtens && look.Within(writtens, true) is { } other ? (written, other) : null;
    }

    private static Term? Counterpart(Formula formula, Term term) => formula.Terms.FirstOrDefault(other => Key(other) == Key(term));

    // A sum and a mean are the same but for the constant.
    private static string Key(Term term) => (term.Expression.Averaged?.Mean ?? term.Expression).Text;

    private static double Weight(Term term) => term.Factor.Value * (term.Expression.Averaged?.Elements ?? 1);

    private static string Signed(IEnumerable<Term> terms)
    {
        var text = new Formula([.. terms]).Text;
        return text.StartsWith('−') ? $"− {text[1..]}" : $"+ {text}";
    }
}
