using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;
using static TorchSharp.torch;

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
        if (Match.Largest(scratch) == 0 || Match.Largest(autograd) == 0) return null;
        if (suspect.Budget.IsSpent) return null;
        using var fresh = suspect.OtherLeaves is { } runs ? new FreshSuspects(suspect, runs) : null;
        var factor = Match.Factor(autograd, scratch);
        var isConstant = factor is not null && !Varies(factor.Value, fresh);
        // What a plain number is wrong by is named elsewhere; what 0.7 / 0.3 is, both sides tell.
        if ((isConstant && Search.Coefficient.IsPlain(factor!.Value))
            || Scene.Of(fresh?.Exact ?? suspect) is not { } scene) return null;
        using var evidence = new Evidence(
            scene, new(() => [.. (fresh?.All ?? []).Select(Scene.Of).OfType<Scene>()]), isOneNumber: factor is not null);
        if (evidence.Sample.Count < FewestElements) return null;
        var swapped = Swapped.Find(suspect, evidence);
        if (swapped is { Complexity: 0 }) return Explanation(suspect, swapped, null, evidence);
        var finder = new Finder(suspect, evidence);
        if (isConstant)
            return Story.OfBoth(finder.Products) is { } both ? Explanation(suspect, both, finder.Products, evidence) : null;
        var plain = Story.Of(finder.Products);
        if (plain is { Complexity: <= 2 }) return Explanation(suspect, plain, finder.Products, evidence);
        if (InPart(suspect, evidence, finder.Masks) is { } part) return part;
        if (plain is { Complexity: < Story.OneSided }) return Explanation(suspect, plain, finder.Products, evidence);
        var sums = Story.Of(finder.Sums);
        // What is said of both sides says more than that another tensor's gradient happens to be the same, or where it is wrong.
        if (sums is { Complexity: < Story.OneSided }) return Explanation(suspect, sums, finder.Sums, evidence);
        if (swapped is not null) return Explanation(suspect, swapped, null, evidence);
        if ((InPart(suspect, evidence, finder.LabelMasks) ?? InSlice(suspect, evidence.Scene, fresh)) is { } within) return within;
        return (plain ?? sums) is { } story ? Explanation(suspect, story, plain is null ? finder.Sums : finder.Products, evidence) : null;
    }

    // One number for all of this run, but another one elsewhere, is made of something.
    private static bool Varies(double factor, FreshSuspects? fresh)
        => fresh?.All.Any(other => other.Pair is var (scratch, autograd) && Match.Factor(autograd, scratch) is { } there
            && Math.Abs(there / factor - 1) > 1e-6) ?? false;

    // Wrong in some of several equal slices only, as gates and heads are.
    private static Explanation? InSlice(Suspect suspect, Scene whole, FreshSuspects? fresh)
    {
        foreach (var (size, count, fromEnd, slices) in Slices(whole))
        {
            Explanation? found = null;
            foreach (var slice in slices)
            {
                if (suspect.Budget.IsSpent) return null;
                // The axis is cut in the right place only where every slice has its formula.
                if (Slice(suspect, fresh, new Cut(size, count, fromEnd, slice)) is not { } one)
                {
                    found = null;
                    break;
                }

                found = found is null ? one : found with { Fix = $"{found.Fix}; {one.Fix}" };
            }

            if (found is not null) return found;
        }

        return null;
    }

    private static Explanation? Slice(Suspect suspect, FreshSuspects? fresh, Cut cut)
    {
        if (Scene.Of(suspect, cut) is not { } scene) return null;
        using var evidence = new Evidence(scene, new(() => [.. (fresh?.All ?? []).Select(other => Scene.Of(other, cut)).OfType<Scene>()]));
        // What nobody wrote is a use that is missing, which has a hypothesis of its own; what should be zero, a mask.
        if (evidence.Sample.Count < FewestElements || Table.Vectors.Largest(evidence.Values(side => side.Autograd)) == 0
            || Table.Vectors.Largest(evidence.Values(side => side.Scratch)) == 0) return null;
        var finder = new Finder(suspect, evidence);
        return (Story.Of(finder.Products) ?? Story.Of(finder.Sums)) is { Complexity: < Story.OneSided } story
            ? Explanation(suspect, story, null, evidence, slice: cut.Own(suspect.Name, suspect.Value.shape))
            : null;
    }

    // The axes that can be cut so that what differs fills some of the slices, with those that differ.
    private static IEnumerable<(long Size, long Count, int FromEnd, IReadOnlyList<long> Slices)> Slices(Scene scene)
    {
        using var scope = NewDisposeScope();
        var differs = (scene.Scratch - scene.Autograd).abs() > 1e-9 * Math.Max(Match.Largest(scene.Scratch), Match.Largest(scene.Autograd));
        foreach (var axis in Enumerable.Range(0, scene.Shape.Length).Reverse())
        {
            foreach (var count in new[] { 2L, 3, 4 }.Where(count => scene.Shape[axis] % count == 0 && scene.Shape[axis] > count))
            {
                var length = scene.Shape[axis] / count;
                var wrong = Enumerable.Range(0, (int)count).Select(slice => (long)slice)
                    .Where(slice => differs.narrow(axis, slice * length, length).any().item<bool>()).ToList();
                yield return (scene.Shape[axis], count, scene.Shape.Length - 1 - axis, wrong);
            }
        }
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
        var look = Story.Of(inside.Products) is null ? inside.Sums : inside.Products;
        if (Story.Of(look) is not { } story) return null;
        return Explanation(suspect, isMaskedAway ? story with { Cause = CauseKind.WrongFormula } : story, look, part, mask);
    }

    /// <inheritdoc />
    public override Explanation? OnWhole(Suspect sample, Suspect whole, Explanation found)
    {
        if (!sample.LookedUp.TryGetValue(found, out var known) || Scene.Whole(whole, sample) is not { } scene) return null;
        using var evidence = new Evidence(scene, new([]));
        if (known.Look is not { } look)
            return Swapped.Find(whole, evidence) is { } swapped
                ? Explanation(whole, swapped, null, evidence, isFresh: known.IsFresh)
                : null;
        using var part = known.Mask is { } mask ? evidence.In(mask) : null;
        var isLost = false;
        var story = Story.Of(look.Mapped((formula, target) =>
        {
            var carried = Refit.On(part ?? evidence, formula, target);
            isLost |= carried is null;
            return carried;
        }));
        return story is null || isLost
            ? null
            : Explanation(whole, story with { Cause = found.Cause }, null, part ?? evidence, isFresh: known.IsFresh);
    }

    private static Explanation Explanation(
        Suspect suspect, Story story, Look? look, Evidence evidence, Expressions.Expression? mask = null, string? slice = null,
        bool? isFresh = null)
    {
        var where = evidence.Where.Length == 0 ? "" : $"where {evidence.Where}, ";
        var holdsElsewhere = isFresh ?? evidence.FreshRuns > 0;
        var fresh = (isFresh is null, holdsElsewhere) switch
        {
            (true, true) => ", and on other leaf values too",
            (false, true) => ", as on a sample and on other leaf values in float64",
            (false, false) => ", as on a sample in float64",
            _ => "",
        };
        // Of several terms one may be wrong, whose line is worth more.
        var terms = suspect is { IsTerm: false, Terms.Count: > 1 } ? 2 : 0;
        var explanation = suspect.BySignature(
            story.Cause, terms + 3 + Math.Min(
                story.Complexity / 5, story.Cause is CauseKind.MissingFactor or CauseKind.ExtraFactor ? 1 : 5), story.Residual,
            $"{where}the gradient of {slice ?? suspect.Name} {story.Text}", $"{where}{story.Evidence} {suspect.To(story.Residual)}{fresh}",
            slice is null ? $"{where}{story.Fix}" : $"for {slice} {story.Fix}");
        if (slice is null) suspect.LookedUp[explanation] = new(look, mask, holdsElsewhere);
        return explanation;
    }
}
