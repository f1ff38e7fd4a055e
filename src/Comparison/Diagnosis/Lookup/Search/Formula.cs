using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;

/// <summary>A sum of terms, with a factor in common or without.</summary>
/// <param name="Terms">One, two or three.</param>
/// <param name="Common">What all of the sum is multiplied by, or null.</param>
internal sealed record Formula(IReadOnlyList<Term> Terms, Expression? Common = null)
{
    /// <summary>How much it assumes; of two that fit, the one with less is meant.</summary>
    public int Complexity => Terms.Sum(term => term.Complexity) + 2 * (Terms.Count - 1) + (Common is null ? 0 : Common.Complexity + 1);

    /// <summary>All that it is made of.</summary>
    public IEnumerable<Expression> Expressions
        => Terms.Select(term => term.Expression).Concat(Common is null ? [] : [Common]).SelectMany(part => part.All);

    /// <summary>How many constants in it were found from the values.</summary>
    public int Constants
        => Terms.Sum(term => (term.Factor.Complexity == 0 ? 0 : 1) + term.Expression.Constants) + (Common?.Constants ?? 0);

    /// <summary>What it leaves of its target, relative to the largest element, on all runs that it was tried on.</summary>
    public double Residual { get; init; }

    /// <summary>The same times a mask.</summary>
    public Formula Masked(Expression mask) => (Terms, Common) switch
    {
        ([var only], null) => new([only with { Expression = new Times(only.Expression, mask) }]),
        (_, null) => this with { Common = mask },
        _ => this with { Common = new Times(Common, mask) },
    };

    /// <summary>Whether each of its constants is one that people write.</summary>
    public bool IsWritten => Terms.All(term => term.Factor.IsWritten);

    /// <summary>The only term's expression with nothing in front; null for any other formula.</summary>
    public Expression? Plain => Terms is [{ Factor: { Value: var factor, Complexity: 0 } } only] && factor > 0 && Common is null
        ? only.Expression
        : null;

    /// <summary>As in an equation.</summary>
    public string Text
    {
        get
        {
            if (Common is null) return Sum;
            if (Terms is [var only]) return new Formula([only with { Expression = new Times(Common, only.Expression) }]).Text;
            var divisor = (Common as Pointwise)?.Divisor;
            return divisor is null ? $"{Common.Within(Binding.Product)} ∘ ({Sum})" : $"({Sum}) / {divisor}";
        }
    }

    private string Sum
    {
        get
        {
            // A sum begins with what is added.
            var ordered = Terms.OrderBy(term => term.IsNegative).ToList();
            return string.Concat(ordered.Select((term, place) => (place, term.IsNegative) switch
            {
                (0, false) => Text(term),
                (0, true) => $"−{Text(term)}",
                (_, false) => $" + {Text(term)}",
                _ => $" − {Text(term)}",
            }));

            string Text(Term term) => term.Text(term.IsNegative || term.Factor.Text.Length > 0 ? Binding.Product : Binding.Sum);
        }
    }

    /// <summary>Its values on a whole run; null where the run lacks what it is made of.</summary>
    public Tensor? On(Scene scene)
    {
        var everywhere = Place.Everywhere(scene.Shape);
        Tensor? sum = null;
        foreach (var term in Terms)
        {
            if (term.Expression.At(scene, everywhere) is not { } value) return null;
            sum = sum is null ? term.Factor.Value * value : sum + term.Factor.Value * value;
        }

        if (Common is null) return sum!.expand(scene.Shape);
        return Common.At(scene, everywhere) is { } common ? (common * sum!).expand(scene.Shape) : null;
    }
}
