using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>
/// Looks up what each side is, and what is between them; each when it is first asked for. Whatever is found holds on all elements and on
/// other leaf values.
/// </summary>
internal sealed class Finder
{
    private readonly Evidence evidence;
    private readonly Vocabulary vocabulary;
    private readonly TermExpressions sums;
    private readonly Budget budget;
    private readonly Lazy<Formula?> right;
    private readonly Lazy<Formula?> written;
    private readonly Lazy<Formula?> factor;
    private readonly Lazy<Formula?> excess;
    private readonly Lazy<Formula?> missing;
    private readonly Lazy<Formula?> surplus;

    /// <summary>Grows the table.</summary>
    public Finder(Suspect suspect, Evidence evidence, Budget budget)
    {
        (this.evidence, this.budget) = (evidence, budget);
        var atoms = new Atoms(suspect);
        vocabulary = new Vocabulary(atoms, evidence.Scene.Shape, evidence.Sample, budget);
        sums = new TermExpressions(atoms, evidence.Scene.Shape, vocabulary.MainFactors);
        right = new(() => Found(Autograd, vocabulary.Terms.Entries));
        written = new(() => Found(Scratch, vocabulary.Terms.Entries));
        factor = new(() => Found(Autograd, [Scratch_]));
        excess = new(() => Found(Scratch, [Autograd_]));
        missing = new(() => Found(scene => scene.Autograd - scene.Scratch, [.. Entries(sums.SumsOf(Scratch_.Expression)), .. vocabulary.Terms.Entries]));
        surplus = new(() => Found(scene => scene.Scratch - scene.Autograd, Entries(sums.SumsOf(Autograd_.Expression))));
    }

    /// <summary>autograd = …; null where it is none of the table's combinations.</summary>
    public Formula? Right => right.Value;

    /// <summary>scratch = …</summary>
    public Formula? Written => written.Value;

    /// <summary>autograd = scratch ∘ …</summary>
    public Formula? Factor => factor.Value;

    /// <summary>scratch = autograd ∘ …</summary>
    public Formula? Excess => excess.Value;

    /// <summary>autograd − scratch = …</summary>
    public Formula? Missing => missing.Value;

    /// <summary>scratch − autograd = …, of autograd's own sums.</summary>
    public Formula? Surplus => surplus.Value;

    /// <summary>The masks of the table, that a part of the gradient can be named after.</summary>
    public IEnumerable<Expression> Masks => vocabulary.Factors.Entries
        .Where(entry => entry.Values.All(value => value is 0 or 1) && entry.Values.Distinct().Count() == 2).Select(entry => entry.Expression);

    private Entry Scratch_ => field ??= new(new NamedTensor("scratch", Scratch, 0), evidence.Values(Scratch));

    private Entry Autograd_ => field ??= new(new NamedTensor("autograd", Autograd, 0), evidence.Values(Autograd));

    private static Tensor Scratch(Scene scene) => scene.Scratch;

    private static Tensor Autograd(Scene scene) => scene.Autograd;

    private IReadOnlyList<Entry> Entries(IEnumerable<Expression> expressions)
    {
        var table = new ExpressionTable(evidence.Sample);
        foreach (var expression in expressions.TakeWhile(_ => !budget.IsSpent)) table.Add(expression);
        return table.Entries;
    }

    private Formula? Found(Func<Scene, Tensor> target, IReadOnlyList<Entry> terms)
    {
        using var scope = NewDisposeScope();
        var values = evidence.Values(target);
        return new FormulaSearch(terms, vocabulary.Factors, vocabulary.MainFactors, budget).Of(values)
            .FirstOrDefault(formula => evidence.Suffices(values, formula.Terms.Count) && evidence.Residual(formula, target) is not null);
    }
}
