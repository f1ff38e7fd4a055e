using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// What is missing is a term that is one number along an axis, a multiple of a named tensor along that axis, or both: a mean of
/// the upstream gradient, or its projection on the output, as in softmax, log-softmax, and batch, layer and RMS normalization.
/// </summary>
/// <remarks>
/// The coefficients are fitted by least squares, so the fit must hold for many more elements than it has coefficients. Where a
/// coefficient is a sum or a mean over scratch itself, it is named, and then nothing was fitted at all.
/// </remarks>
internal sealed class TermAlongAxis : FormulaHypothesis
{
    /// <summary>As many elements more than coefficients, at least.</summary>
    private const long Surplus = 6;

    /// <inheritdoc />
    protected override Explanation? Find(Suspect suspect, Tensor scratch, Tensor autograd)
    {
        var missing = autograd - scratch;
        // What is a factor along the axis away from autograd's gradient lacks no term.
        var axes = Enumerable.Range(0, (int)autograd.dim()).Where(axis => !IsFactor(axis, autograd, scratch)).ToList();
        var parts = Parts(suspect).ToList();
        foreach (var terms in Combinations(parts, suspect))
        {
            foreach (var axis in axes)
            {
                if (Explanation(suspect, scratch, autograd, missing, terms, axis) is { } found) return found;
            }
        }

        return null;
    }

    private static bool IsFactor(long axis, Tensor autograd, Tensor scratch)
        => LeastSquares.Along(axis, scratch, [autograd]) is [var factor] && Match.Explains(factor * autograd, scratch);

    // What the tensor was made into first: projections are on the output.
    private static IEnumerable<(string Name, Tensor Value)> Parts(Suspect suspect)
    {
        var consumers = suspect.Uses.Select(use => use.Consumer).ToHashSet(StringComparer.Ordinal);
        var named = suspect.Named.Where(named => Match.IsComparable(named.Value, suspect.Value.detach()))
            .OrderByDescending(named => consumers.Contains(named.Name)).ToList();
        var exponentials = named.Select(part => (Name: $"exp({part.Name})", Value: part.Value.exp()));
        return [.. named, .. exponentials.Where(part => part.Value.isfinite().all().item<bool>())];
    }

    // The fewest coefficients first.
    private static IEnumerable<(string Name, Tensor Value)[]> Combinations(List<(string Name, Tensor Value)> parts, Suspect suspect)
    {
        (string Name, Tensor Value) one = ("1", ones_like(suspect.Value));
        yield return [one];
        foreach (var part in parts) yield return [part];
        foreach (var part in parts) yield return [one, part];
    }

    private static Explanation? Explanation(
        Suspect suspect, Tensor scratch, Tensor autograd, Tensor missing, (string Name, Tensor Value)[] terms, long axis)
    {
        using var scope = NewDisposeScope();
        var coefficients = autograd.numel() / autograd.shape[axis] * terms.Length;
        if ((missing != 0).sum().item<long>() < coefficients + Surplus) return null;
        if (LeastSquares.Along(axis, missing, [.. terms.Select(term => term.Value)]) is not { } fitted) return null;
        var rest = terms.Zip(fitted, (term, coefficient) => coefficient * term.Value).Aggregate(scratch, (sum, term) => sum + term);
        var residual = Match.Residual(rest, autograd);
        if (!Match.Explains(residual, autograd.dtype)) return null;
        var (direction, ratio) = TermSides.Of(suspect, [.. terms.Select(term => term.Value)], axis);
        var ofScratch = Text(scratch, "scratch", terms, fitted, axis);
        // Where it is a sum over what scratch wrote, nothing was fitted; likewise of autograd's, of which scratch took it away.
        var ofAutograd = Text(autograd, "autograd", terms, [.. fitted.Select(coefficient => -coefficient)], axis);
        if (direction == TermDirection.Unknown)
            direction = IsSum(ofScratch) ? TermDirection.Missing : IsSum(ofAutograd) ? TermDirection.TooMany : direction;
        return Explanation(suspect, direction, ratio, ofScratch, ofAutograd, axis, residual);
    }

    private static Explanation Explanation(
        Suspect suspect, TermDirection direction, double? ratio, string ofScratch, string ofAutograd, long axis, double residual)
    {
        var fitted = IsFitted(direction == TermDirection.TooMany ? ofAutograd : ofScratch)
            ? $", with one c, found by least squares, for each line along axis {axis}" : "";
        var (cause, text, evidence, fix) = direction switch
        {
            TermDirection.Missing => (
                CauseKind.MissingTerm,
                $"lacks the term {ofScratch} (along axis {axis})",
                $"scratch {ofScratch} = autograd {suspect.To(residual)}{fitted}",
                "differentiate what was computed from the whole row or column too (a sum, a mean, a variance, a norm)"),
            TermDirection.TooMany => (
                CauseKind.ExtraTerm,
                $"has the term {ofAutograd} (along axis {axis}) too many",
                $"autograd {ofAutograd} = scratch {suspect.To(residual)}{fitted}",
                "leave that term out: what it is the derivative of was not computed from this tensor, as a statistic that is a constant"),
            TermDirection.OtherCoefficient => (
                CauseKind.TermCoefficient,
                $"differs from autograd's by the term {ofScratch} (along axis {axis}): both have it, with {OtherCoefficient.Text(ratio)}",
                $"scratch {ofScratch} = autograd {suspect.To(residual)}{fitted}",
                OtherCoefficient.Fix(ratio)),
            _ => (
                CauseKind.TermCoefficient,
                $"differs from autograd's by the term {ofScratch} (along axis {axis})",
                $"scratch {ofScratch} = autograd {suspect.To(residual)}{fitted}; whether it is missing, one too many or only has another "
                    + "coefficient, that does not say",
                "compare the terms that stem from the whole row or column (a sum, a mean, a variance, a norm), one by one"),
        };
        // What does not say how says least.
        return suspect.BySignature(cause, complexity: direction == TermDirection.Unknown
            ? 8
            : cause == CauseKind.TermCoefficient ? 6 : 5, residual, $"the gradient of {suspect.Name} {text}", evidence, fix);
    }

    // A constant of the formula is the same in each of three lines or more.
    private static double? IsOneNumber(Tensor coefficient)
    {
        var mean = coefficient.mean().to(ScalarType.Float64).item<double>();
        return coefficient.numel() > 2 && Match.Largest(coefficient - mean) <= 1e-9 * Math.Abs(mean) ? mean : null;
    }

    // Nothing was fitted where each coefficient is a sum over the gradient itself.
    private static bool IsSum(string text) => !IsFitted(text) && text.Contains('(', StringComparison.Ordinal);

    private static bool IsFitted(string text) => text.Contains("+ c", StringComparison.Ordinal);

    private static string Text(Tensor gradient, string side, (string Name, Tensor Value)[] terms, Tensor[] fitted, long axis)
        => string.Join(" ", terms.Zip(fitted, (term, coefficient) => Named(gradient, side, term, coefficient, axis)));

    private static string Named(Tensor gradient, string side, (string Name, Tensor Value) term, Tensor coefficient, long axis)
    {
        var times = term.Name == "1" ? "" : $" ∘ {term.Name}";
        if (IsOneNumber(coefficient) is { } number)
            return $"{(number < 0 ? "−" : "+")} "
                + $"{(term.Name == "1" ? Words.Number(Math.Abs(number)) : $"{Words.Number(Math.Abs(number))} · {term.Name}")}";
        (string Text, Tensor Value)[] sums =
        [
            ($"mean({side})", gradient.mean([axis], keepdim: true)),
            ($"sum({side})", gradient.sum(axis, keepdim: true)),
            ($"mean({side} ∘ {term.Name})", (gradient * term.Value).mean([axis], keepdim: true)),
            ($"sum({side} ∘ {term.Name})", (gradient * term.Value).sum(axis, keepdim: true)),
        ];
        foreach (var (text, value) in sums)
        {
            if (Match.Factor(value, coefficient) is { } factor && Math.Abs(Math.Abs(factor) - 1) <= 1e-9)
                return $"{(factor < 0 ? "−" : "+")} {text}{times}";
        }

        return $"+ c{times}";
    }
}
