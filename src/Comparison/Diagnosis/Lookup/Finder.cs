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
    private const int MostFirst = 4;
    private const long MostMasked = 1 << 20;
    private readonly Evidence evidence;
    private readonly Vocabulary vocabulary;
    private readonly Lazy<Projections> projections;
    private readonly Budget budget;
    private readonly Dictionary<Func<Scene, Tensor>, IReadOnlyList<Expression>> masks = [];

    /// <summary>Grows the table.</summary>
    public Finder(Suspect suspect, Evidence evidence)
    {
        (this.evidence, budget) = (evidence, suspect.Budget);
        var atoms = new Atoms(suspect, evidence.Scene.Cut);
        vocabulary = new Vocabulary(atoms, evidence.Scene.Shape, evidence.Sample, budget);
        var sums = new TermExpressions(atoms, evidence.Scene.Shape, vocabulary.MainFactors);
        projections = new(() => new Projections(
            evidence.Sample, vocabulary.Gradients, vocabulary.Directions, vocabulary.RowFactors, evidence.Scene.Shape, budget));
        var (written, right) = (Side("scratch", Scratch), Side("autograd", Autograd));
        var terms = vocabulary.Terms.Entries;
        var missing = new Lazy<IReadOnlyList<Entry>>(
            () => [.. terms.Take(MostFirst), .. Entries(sums.SumsOf(written.Expression)), .. terms.Skip(MostFirst)]);
        var surplus = new Lazy<IReadOnlyList<Entry>>(() => Entries(sums.SumsOf(right.Expression)));
        Products = Look(null, (target, among) => First(target, () => Search(among).Products(evidence.Values(target))));
        Sums = Look(Products, (target, among) => First(target, () => Search(among).Sums(evidence.Values(target))));

        Look Look(Look? before, Func<Func<Scene, Tensor>, IReadOnlyList<Entry>, Formula?> find)
            => new(
                () => before?.Right ?? find(Autograd, terms), () => before?.Written ?? find(Scratch, terms),
                () => before?.Factor ?? find(Autograd, [written]), () => before?.Excess ?? find(Scratch, [right]),
                () => before?.Missing ?? find(scene => scene.Autograd - scene.Scratch, missing.Value),
                () => before?.Surplus ?? find(scene => scene.Scratch - scene.Autograd, surplus.Value))
            {
                IsFirst = before is null,
                Inside = (common, isRight) => Side(common) is { } entry
                    ? First(isRight ? Autograd : Scratch, () => Search(terms).Within(evidence.Values(isRight ? Autograd : Scratch), entry))
                    : null,
            };
    }

    /// <summary>What single entries and products of them are.</summary>
    public Look Products { get; }

    /// <summary>The same, with sums of them.</summary>
    public Look Sums { get; }

    /// <summary>The masks of the table, that a part of the gradient can be named after.</summary>
    public IEnumerable<Entry> Masks => vocabulary.Factors.Entries.Where(entry => entry is { IsMask: true, Expression: not OneHot });

    /// <summary>Where a label is.</summary>
    public IEnumerable<Entry> LabelMasks => vocabulary.Factors.Entries.Where(entry => entry is { IsMask: true, Expression: OneHot });

    private static Tensor Scratch(Scene scene) => scene.Scratch;

    private static Tensor Autograd(Scene scene) => scene.Autograd;

    private Entry Side(string name, Func<Scene, Tensor> of) => new(new NamedTensor(name, of, 0), evidence.Values(of));

    private Entry? Side(Expression common)
        => evidence.Sample.Values(common) is { } values && values.All(value => value != 0) ? new(common, values) : null;

    private IReadOnlyList<Entry> Entries(IEnumerable<Expression> expressions)
    {
        var table = new ExpressionTable(evidence.Sample);
        foreach (var expression in expressions.TakeWhile(_ => !budget.IsSpent)) table.Add(expression);
        return table.Entries;
    }

    // Zeros tell nothing apart, so none are in the sample: a formula that holds there may still lack the mask that makes them.
    private Formula? Holding(Formula formula, Func<Scene, Tensor> target)
    {
        if (evidence.Residual(formula, target) is { } residual) return formula with { Residual = residual };
        foreach (var masked in MasksOf(target).Select(formula.Masked))
        {
            if (evidence.Residual(masked, target) is { } left) return masked with { Residual = left };
        }

        return null;
    }

    private IReadOnlyList<Expression> MasksOf(Func<Scene, Tensor> target)
    {
        if (evidence.IsPart) return [];
        if (masks.TryGetValue(target, out var known)) return known;
        using var scope = NewDisposeScope();
        var values = target(evidence.Scene);
        var zero = values.abs() <= 1e-13 * Match.Largest(values);
        var isMasked = zero.any().item<bool>() && values.numel() <= MostMasked;
        return masks[target] = isMasked
            ? [.. vocabulary.MaskExpressions.TakeWhile(_ => !budget.IsSpent).Where(
                mask => evidence.Scene.Everywhere(mask, evidence.Scene.Shape) is { } covers
                    && (covers == 0).expand(zero.shape).Equals(zero)).Take(1), .. IndexMask.Of(zero)]
            : [];
    }

    private FormulaSearch Search(IReadOnlyList<Entry> terms) => new(
            terms, vocabulary.Factors, terms.Count == 1
                ? [.. vocabulary.MainFactors, .. vocabulary.Statistics]
                : vocabulary.MainFactors, budget)

    {
        Likely = vocabulary.Pairs,
        Projections = terms.Count == 1 ? null : projections.Value,
    };

    private Formula? First(Func<Scene, Tensor> target, Func<IEnumerable<Formula>> candidates)
    {
        using var scope = NewDisposeScope();
        var values = evidence.Values(target);
        return candidates().Where(formula => evidence.Suffices(values, formula.Constants))
            .Select(formula => Holding(formula, target)).FirstOrDefault(formula => formula is not null);
    }
}
