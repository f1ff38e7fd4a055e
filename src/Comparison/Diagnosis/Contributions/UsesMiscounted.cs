using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Contributions;

/// <summary>
/// scratch = Σ c_u · (what autograd sends back through use u), where every c_u should be 1: 0 for a use that was forgotten or
/// overwritten, 2 for one that was counted twice, −1 for one with the sign turned round.
/// </summary>
/// <remarks>
/// Two uses or more; with one, or with the same c everywhere, it is a factor of the whole. The c are fitted, then rounded to
/// whole numbers, which must fit as they are; there must be twice as many elements as uses.
/// </remarks>
internal sealed class UsesMiscounted : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Pair is not var (scratch, autograd) || suspect.Uses.Count < 2 || autograd.numel() < 2 * suspect.Uses.Count) return null;
        if (Fitted(suspect.Uses, scratch) is not { } fitted) return null;
        double[] counts = [.. fitted.Select(count => Math.Round(count) + 0.0)];
        if (counts.Distinct().Count() > 1 && Residual(suspect, counts) is { } residual) return Explanation(suspect, counts, residual);
        return Weighted(suspect, fitted);
    }

    // All uses but one are counted once, and that one with another factor.
    private static Explanation? Weighted(Suspect suspect, double[] fitted)
    {
        double[] counts = [.. fitted.Select(count => Math.Abs(count - 1) <= 1e-9 ? 1 : count)];
        if (counts.Count(count => count != 1) != 1 || Residual(suspect, counts) is not { } residual) return null;
        var (use, count) = suspect.Uses.Zip(counts).Single(use => use.Second != 1);
        return suspect.BySignature(
            CauseKind.TermCoefficient, complexity: 1, residual,
            $"in the gradient of {suspect.Name}, what its use in {use.Consumer} sends back has {Ratio.Text(count)}",
            Evidence(suspect, counts, residual),
            Ratio.Fix(count));
    }

    private static double? Residual(Suspect suspect, double[] counts)
    {
        var (scratch, autograd) = suspect.Pair!.Value;
        var rebuilt = suspect.Uses.Zip(counts, (use, count) => count * use.Gradient).Aggregate((sum, part) => sum + part);
        var missed = suspect.Uses.Zip(counts, (use, count) => (1 - count) * use.Gradient).Aggregate((sum, part) => sum + part);
        if (!Match.Explains(rebuilt, scratch)) return null;
        var residual = Match.Residual(scratch + missed, autograd);
        return Match.Explains(residual, autograd.dtype) ? residual : null;
    }

    private static string Evidence(Suspect suspect, double[] counts, double residual)
        => "scratch = " + string.Join(" + ", suspect.Uses.Zip(counts, (use, count) => $"{Words.Number(count)} · [{use.Consumer}]"))
            + $", where [{suspect.Uses[0].Consumer}] is what autograd sends back through the use in {suspect.Uses[0].Consumer}; with 1 of "
            + $"each it is autograd's {suspect.To(residual)}";

    // Where no element is used twice, a missing use is a block of the gradient that nobody filled.
    private static bool AreSeparate(IReadOnlyList<Use> uses)
        => uses.Select(use => (use.Gradient != 0).to(ScalarType.Int64)).Aggregate((count, use) => count + use).max().item<long>() < 2;

    private static double[]? Fitted(IReadOnlyList<Use> uses, Tensor scratch)
    {
        var parts = stack([.. uses.Select(use => use.Gradient.reshape(-1))], 1);
        var fitted = linalg.lstsq(parts, scratch.reshape(-1, 1)).Solution.reshape(-1).to(ScalarType.Float64).cpu().data<double>().ToArray();
        return fitted.All(double.IsFinite) ? fitted : null;
    }

    private static Explanation Explanation(Suspect suspect, double[] counts, double residual)
    {
        string[] With(Func<double, bool> wanted)
            => [.. suspect.Uses.Zip(counts).Where(use => wanted(use.Second)).Select(use => use.First.Consumer)];
        var (missing, twice, turned) = (With(count => count == 0), With(count => count > 1), With(count => count < 0));
        var evidence = Evidence(suspect, counts, residual);
        var complexity = AreSeparate(suspect.Uses) ? 7 : 0;
        if (twice.Length > 0)
        {
            var instead = missing.Length == 0 ? "" : $", and that in {Words.List(missing)} not at all";
            return suspect.BySignature(
                CauseKind.DoubledContribution, complexity, residual,
                $"the gradient of {suspect.Name} counts its use in {Words.List(twice)} "
                    + $"{(counts.Max() == 2 ? "twice" : "more than once")}{instead}", evidence,
                missing.Length == 0 && suspect.Terms.Count == 1
                    ? "divide what that use sends back: a factor ½ may be forgotten, or the term be added twice"
                    : "add what each use sends back, once");
        }

        return missing.Length > 0
            ? suspect.BySignature(
                CauseKind.MissingContribution, complexity, residual,
                $"the gradient of {suspect.Name} lacks what its use in {Words.List(missing)} sends back", evidence,
                "add the term of that use (add, not assign: an earlier term may have been overwritten)")
            : suspect.BySignature(
                CauseKind.Sign, complexity, residual,
                $"what the use of {suspect.Name} in {Words.List(turned)} sends back has the wrong sign", evidence,
                "turn the sign of that term round");
    }
}
