using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>
/// Grows the table of a gradient and looks up what scratch is, what autograd's is, and what is between them: products first, which cost
/// little, then sums. Whatever is found holds on all elements, and on other leaf values.
/// </summary>
internal sealed class Finder
{
    private readonly Evidence evidence;
    private readonly Vocabulary vocabulary;
    private readonly Budget budget;

    /// <summary>Grows the table.</summary>
    public Finder(Suspect suspect, Evidence evidence)
    {
        (this.evidence, budget) = (evidence, suspect.Budget);
        var atoms = new Atoms(suspect);
        vocabulary = new Vocabulary(atoms, evidence.Scene.Shape, evidence.Sample, budget);
        var sums = new TermExpressions(atoms, evidence.Scene.Shape, vocabulary.MainFactors);
        var (written, right) = (Side("scratch", Scratch), Side("autograd", Autograd));
        var terms = vocabulary.Terms.Entries;
        var missing = new Lazy<IReadOnlyList<Entry>>(() => [.. Entries(sums.SumsOf(written.Expression)), .. terms]);
        var surplus = new Lazy<IReadOnlyList<Entry>>(() => Entries(sums.SumsOf(right.Expression)));
        Products = Look(null, (target, among) => First(target, () => Search(among).Products(evidence.Values(target))));
        Sums = Look(Products, (target, among) => First(target, () => Search(among).Sums(evidence.Values(target))));

        Look Look(Look? before, Func<Func<Scene, Tensor>, IReadOnlyList<Entry>, Formula?> find)
            => new(
                () => before?.Right ?? find(Autograd, terms), () => before?.Written ?? find(Scratch, terms),
                () => before?.Factor ?? find(Autograd, [written]), () => before?.Excess ?? find(Scratch, [right]),
                () => before?.Missing ?? find(scene => scene.Autograd - scene.Scratch, missing.Value),
                () => before?.Surplus ?? find(scene => scene.Scratch - scene.Autograd, surplus.Value))
            { IsFirst = before is null };
    }

    /// <summary>What single entries and products of them are.</summary>
    public Look Products { get; }

    /// <summary>The same, with sums of them.</summary>
    public Look Sums { get; }

    /// <summary>The masks of the table, that a part of the gradient can be named after.</summary>
    public IEnumerable<Expression> Masks => vocabulary.Factors.Entries
        .Where(entry => entry.IsMask).Select(entry => entry.Expression);

    private static Tensor Scratch(Scene scene) => scene.Scratch;

    private static Tensor Autograd(Scene scene) => scene.Autograd;

    private Entry Side(string name, Func<Scene, Tensor> of) => new(new NamedTensor(name, of, 0), evidence.Values(of));

    private IReadOnlyList<Entry> Entries(IEnumerable<Expression> expressions)
    {
        var table = new ExpressionTable(evidence.Sample);
        foreach (var expression in expressions.TakeWhile(_ => !budget.IsSpent)) table.Add(expression);
        return table.Entries;
    }

    private FormulaSearch Search(IReadOnlyList<Entry> terms) => new(
            terms, vocabulary.Factors, terms.Count == 1 ? [.. vocabulary.MainFactors, .. vocabulary.Statistics] : vocabulary.MainFactors, budget);

    private Formula? First(Func<Scene, Tensor> target, Func<IEnumerable<Formula>> candidates)
    {
        using var scope = NewDisposeScope();
        var values = evidence.Values(target);
        return candidates().FirstOrDefault(formula => evidence.Suffices(values, formula.Terms.Count) && evidence.Residual(formula, target) is not null);
    }
}
