namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>
/// An inverse symbolic look-up: formulas over the named tensors and the upstream gradients, told apart by their values on a few elements,
/// in which scratch, autograd, their quotient and their difference are found again. So a slip is named without a class of its own, with
/// the equation to write.
/// </summary>
internal sealed class FormulaLookup : Hypothesis
{
    private const int FewestElements = 3;

    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Pair is not var (scratch, autograd) || suspect.Report.Verdict is Verdict.Unrepeatable or Verdict.Modified) return null;
        // A constant factor is named elsewhere; what is zero, too.
        if (Match.Largest(scratch) == 0 || Match.Largest(autograd) == 0 || Match.Factor(autograd, scratch) is not null) return null;
        if (suspect.Budget.IsSpent || Scene.Of(suspect) is not { } scene) return null;
        using var fresh = suspect.OtherLeaves is { } runs ? new FreshSuspects(suspect, runs) : null;
        using var evidence = new Evidence(scene, new(() => [.. (fresh?.All ?? []).Select(Scene.Of).OfType<Scene>()]));
        if (evidence.Sample.Count < FewestElements) return null;
        var swapped = Swapped.Find(suspect, evidence);
        if (swapped is { Complexity: 0 }) return Explanation(suspect, swapped, evidence);
        var finder = new Finder(suspect, evidence);
        var plain = Story.Of(finder.Products);
        if (plain is { Complexity: <= 2 }) return Explanation(suspect, plain, evidence);
        if (InPart(suspect, evidence, finder.Masks) is { } part) return part;
        if (plain is { Complexity: < Story.OneSided }) return Explanation(suspect, plain, evidence);
        var sums = Story.Of(finder.Sums);
        // What is said of both sides says more than that another tensor's gradient happens to be the same, or where it is wrong.
        if (sums is { Complexity: < Story.OneSided }) return Explanation(suspect, sums, evidence);
        if (swapped is not null) return Explanation(suspect, swapped, evidence);
        return InPart(suspect, evidence, finder.LabelMasks) ?? ((plain ?? sums) is { } story ? Explanation(suspect, story, evidence) : null);
    }

    /// <inheritdoc />
    /// <remarks>Every formula was evaluated on other leaf values before it was told.</remarks>
    public override bool HoldsOn(Suspect fresh, Explanation explanation) => true;

    // Wrong in a part of the gradient only: right where X > 0, and another formula elsewhere.
    private static Explanation? InPart(Suspect suspect, Evidence whole, IEnumerable<Table.Entry> masks)
    {
        if (Parts.Find(whole.Scene, masks.Select(mask => mask.Expression)) is not { } mask) return null;
        using var part = whole.In(mask);
        if (part.Sample.Count < FewestElements) return null;
        // What should be zero there is a mask that is missing, which has a hypothesis of its own.
        if (Table.Vectors.Largest(part.Values(scene => scene.Autograd)) == 0) return null;
        var isMaskedAway = Table.Vectors.Largest(part.Values(scene => scene.Scratch)) == 0;
        var inside = new Finder(suspect, part);
        if ((Story.Of(inside.Products) ?? Story.Of(inside.Sums)) is not { } story) return null;
        return Explanation(suspect, isMaskedAway ? story with { Cause = CauseKind.WrongFormula } : story, part);
    }

    private static Explanation Explanation(Suspect suspect, Story story, Evidence evidence)
    {
        var where = evidence.Where.Length == 0 ? "" : $"where {evidence.Where}, ";
        var fresh = evidence.FreshRuns == 0 ? "" : ", and on other leaf values too";
        // Of several terms one may be wrong, whose line is worth more.
        var terms = suspect is { IsTerm: false, Terms.Count: > 1 } ? 2 : 0;
        return suspect.BySignature(
            story.Cause, terms + 3 + Math.Min(story.Complexity / 5, story.Cause is CauseKind.MissingFactor or CauseKind.ExtraFactor ? 1 : 5), story.Residual,
            $"{where}the gradient of {suspect.Name} {story.Text}", $"{where}{story.Evidence} {suspect.To(story.Residual)}{fresh}", $"{where}{story.Fix}");
    }
}
