using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// What is missing is a sum of one or two tensors, each with a coefficient that is one number along an axis: a mean of the
/// upstream gradient, or its projection on the output, as in softmax, log-softmax, and batch, layer and RMS normalisation.
/// </summary>
/// <remarks>
/// The coefficients are fitted by least squares, so the fit must hold for many more elements than it has coefficients. Where a
/// coefficient is a sum or a mean over scratch itself, it is named, and then nothing was fitted at all.
/// </remarks>
internal sealed class TermAlongAxis : Hypothesis
{
    /// <summary>As many elements more than coefficients, at least.</summary>
    private const long Surplus = 6;

    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Pair is not var (scratch, autograd) || Fit.Largest(scratch) == 0) return null;
        var missing = autograd - scratch;
        var parts = Parts(suspect).ToList();
        foreach (var terms in Combinations(parts, suspect))
        {
            for (var axis = 0L; axis < autograd.dim(); axis++)
            {
                if (Explanation(suspect, scratch, autograd, missing, terms, axis) is { } found) return found;
            }
        }

        return null;
    }

    private static IEnumerable<(string Name, Tensor Value)> Parts(Suspect suspect)
    {
        foreach (var (name, value) in suspect.Named.Where(named => Fit.IsComparable(named.Value, suspect.Value.detach())))
        {
            yield return (name, value);
            var exponential = value.exp();
            if (exponential.isfinite().all().item<bool>()) yield return ($"exp({name})", exponential);
        }
    }

    // The fewest coefficients first.
    private static IEnumerable<(string Name, Tensor Value)[]> Combinations(List<(string Name, Tensor Value)> parts, Suspect suspect)
    {
        (string Name, Tensor Value) one = ("1", ones_like(suspect.Value));
        yield return [one];
        foreach (var part in parts) yield return [part];
        foreach (var part in parts) yield return [one, part];
        foreach (var (upstream, gradient) in UpstreamGradient.Plain(suspect).Where(upstream => Fit.IsComparable(upstream.Value, suspect.Value.detach())))
        {
            foreach (var part in parts) yield return [part, ($"d{upstream} ∘ {part.Name}²", gradient * part.Value.square())];
        }
    }

    private static Explanation? Explanation(
        Suspect suspect, Tensor scratch, Tensor autograd, Tensor missing, (string Name, Tensor Value)[] terms, long axis)
    {
        using var scope = NewDisposeScope();
        var coefficients = autograd.numel() / autograd.shape[axis] * terms.Length;
        if ((missing != 0).sum().item<long>() < coefficients + Surplus) return null;
        if (LeastSquares.Along(axis, missing, [.. terms.Select(term => term.Value)]) is not { } fitted) return null;
        var rest = terms.Zip(fitted, (term, coefficient) => coefficient * term.Value).Aggregate(scratch, (sum, term) => sum + term);
        var residual = Fit.Residual(rest, autograd);
        if (!Fit.Explains(residual, autograd.dtype)) return null;
        var text = string.Join(" ", terms.Zip(fitted, (term, coefficient) => Named(scratch, term, coefficient, axis)));
        return suspect.BySignature(
            CauseKind.MissingTerm, complexity: 4, residual,
            $"a term that is one number along axis {axis}{Times(terms)} is missing from the gradient of {suspect.Name}, or wrong in it",
            $"scratch {text} = autograd {suspect.To(residual)}",
            "differentiate what was computed from the whole row or column too (a sum, a mean, a variance, a norm)");
    }

    private static string Times((string Name, Tensor Value)[] terms)
        => terms.Select(term => term.Name).Where(name => name != "1").ToList() is { Count: > 0 } names ? $" (times {Words.List(names)})" : "";

    private static string Named(Tensor scratch, (string Name, Tensor Value) term, Tensor coefficient, long axis)
    {
        var times = term.Name == "1" ? "" : $" ∘ {term.Name}";
        (string Text, Tensor Value)[] sums =
        [
            ("mean(scratch)", scratch.mean([axis], keepdim: true)),
            ("sum(scratch)", scratch.sum(axis, keepdim: true)),
            ($"mean(scratch ∘ {term.Name})", (scratch * term.Value).mean([axis], keepdim: true)),
            ($"sum(scratch ∘ {term.Name})", (scratch * term.Value).sum(axis, keepdim: true)),
        ];
        foreach (var (text, value) in sums)
        {
            if (Fit.Factor(value, coefficient) is { } factor && Math.Abs(Math.Abs(factor) - 1) <= 1e-9) return $"{(factor < 0 ? "−" : "+")} {text}{times}";
        }

        return $"+ c{times} (one c along axis {axis})";
    }
}
