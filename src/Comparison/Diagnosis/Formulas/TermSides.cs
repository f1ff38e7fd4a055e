using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>Fits both gradients of a suspect with one upstream gradient and some terms, to tell which side has which term.</summary>
internal static class TermSides
{
    private const long Surplus = 2;

    /// <summary>The direction in which the terms are wrong; where both have them, how many times autograd's coefficient scratch's is.</summary>
    /// <param name="suspect">Whose upstream gradients and named tensors can lead.</param>
    /// <param name="terms">The terms that the gradients differ by.</param>
    /// <param name="axis">Along it each coefficient is one number.</param>
    public static (TermDirection Direction, double? Ratio) Of(Suspect suspect, Tensor[] terms, long axis)
    {
        var (scratch, autograd) = suspect.Pair!.Value;
        if (scratch.shape[axis] < terms.Length + 1 + Surplus) return (TermDirection.Unknown, null);
        foreach (var lead in Leads(suspect, autograd))
        {
            using var scope = NewDisposeScope();
            if (Coefficients(scratch, lead, terms, axis) is not { } written || Coefficients(autograd, lead, terms, axis) is not { } right) continue;
            // With another factor in front as well, the terms differ for that alone.
            if (!Match.Explains(written[0], right[0])) continue;
            var (isWritten, isRight) = (Has(written, scratch), Has(right, autograd));
            return (isWritten, isRight) switch
            {
                (false, true) => (TermDirection.Missing, null),
                (true, false) => (TermDirection.TooMany, null),
                (true, true) => (TermDirection.OtherCoefficient, Ratio(written, right)),
                _ => (TermDirection.Unknown, null),
            };
        }

        return (TermDirection.Unknown, null);

        bool Has(Tensor[] coefficients, Tensor gradient)
            => coefficients.Skip(1).Zip(terms).Any(term => Match.Largest(term.First * term.Second) > 1e-8 * Match.Largest(gradient));
    }

    private static double? Ratio(Tensor[] written, Tensor[] right)
    {
        using var scope = NewDisposeScope();
        var (all, others) = (cat([.. written.Skip(1).Select(part => part.flatten())]), cat([.. right.Skip(1).Select(part => part.flatten())]));
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

    private static Tensor[]? Coefficients(Tensor gradient, Tensor lead, Tensor[] terms, long axis)
    {
        Tensor[] parts = [lead, .. terms];
        if (LeastSquares.Along(axis, gradient, parts) is not { } fitted) return null;
        var rebuilt = parts.Zip(fitted, (part, coefficient) => part * coefficient).Aggregate((sum, part) => sum + part);
        return Match.Explains(rebuilt, gradient) ? fitted : null;
    }
}
