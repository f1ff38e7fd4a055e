using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>Fits both gradients of a suspect with one upstream gradient and some terms, to tell which side has which term.</summary>
internal static class TermSides
{
    private const long Surplus = 2;
    private const double Same = 1e-8;

    /// <summary>
    /// The direction in which the terms are wrong; where both have them, how many times autograd's coefficient scratch's is.
    /// </summary>
    /// <param name="suspect">Whose upstream gradients and named tensors can lead.</param>
    /// <param name="terms">The terms that the gradients differ by.</param>
    /// <param name="axis">Along it each coefficient is one number.</param>
    public static (TermDirection Direction, double? Ratio) Of(Suspect suspect, Tensor[] terms, long axis)
    {
        var (scratch, autograd) = suspect.Pair!.Value;
        foreach (var (lead, isMean) in Leads(suspect, autograd)
            .SelectMany(lead => (IEnumerable<(Tensor, bool)>)[(lead, false), (lead, true)]))
        {
            using var scope = NewDisposeScope();
            // Both may have a mean besides, which is right.
            Tensor[] common = isMean ? [lead, ones_like(lead)] : [lead];
            if (scratch.shape[axis] < terms.Length + common.Length + Surplus) continue;
            if (Coefficients(scratch, common, terms, axis) is not { } written
                || Coefficients(autograd, common, terms, axis) is not { } right) continue;
            // With another factor in front as well, the terms differ for that alone.
            if (!common.Index()
                .All(part => Match.Largest((written[part.Index] - right[part.Index]) * part.Item) <= Same * Match.Largest(autograd)))
                continue;
            if (!Has(written[0], scratch, lead) || !ReadsUpstream(suspect, scratch)) continue;
            var (ofScratch, ofAutograd) = (written[common.Length..], right[common.Length..]);
            bool[] onScratch = [.. terms.Select((term, k) => Has(ofScratch[k], scratch, term))];
            bool[] onAutograd = [.. terms.Select((term, k) => Has(ofAutograd[k], autograd, term))];
            if (!onScratch.Contains(true)) return (TermDirection.Missing, null);
            if (!onAutograd.Contains(true)) return (TermDirection.TooMany, null);
            // One term in another's place is neither.
            return onScratch.SequenceEqual(onAutograd)
                ? (TermDirection.OtherCoefficient, Ratio(ofScratch, ofAutograd))
                : (TermDirection.Unknown, null);
        }

        return (TermDirection.Unknown, null);
    }

    // So much that it is no rounding.
    private static bool Has(Tensor coefficient, Tensor gradient, Tensor part)
        => Match.Largest(coefficient * part) > Same * Match.Largest(gradient);

    // Of a formula that goes from the loss straight to the tensor it does not tell how that was written.
    private static bool ReadsUpstream(Suspect suspect, Tensor scratch)
        => suspect.WithUpstream(gradient => 2 * gradient) is { } doubled && !Match.Explains(doubled, scratch);

    private static double? Ratio(Tensor[] written, Tensor[] right)
    {
        using var scope = NewDisposeScope();
        var (all, others) = (cat([.. written.Select(part => part.flatten())]), cat([.. right.Select(part => part.flatten())]));
        return Match.Factor(others, all);
    }

    private static IEnumerable<Tensor> Leads(Suspect suspect, Tensor gradient)
    {
        var upstreams = UpstreamGradient.Of(suspect).Where(upstream => Match.IsComparable(upstream.Value, gradient)).ToList();
        foreach (var upstream in upstreams) yield return upstream.Value;
        foreach (var (_, factor) in suspect.Named)
        {
            if (Signatures.Axes.Spread(factor, gradient.shape) is not { } spread || factor.dtype != gradient.dtype) continue;
            foreach (var upstream in upstreams) yield return upstream.Value * spread;
        }
    }

    private static Tensor[]? Coefficients(Tensor gradient, Tensor[] common, Tensor[] terms, long axis)
    {
        Tensor[] parts = [.. common, .. terms];
        if (LeastSquares.Along(axis, gradient, parts) is not { } fitted) return null;
        var rebuilt = parts.Zip(fitted, (part, coefficient) => part * coefficient).Aggregate((sum, part) => sum + part);
        return Match.Explains(rebuilt, gradient) ? fitted : null;
    }
}
