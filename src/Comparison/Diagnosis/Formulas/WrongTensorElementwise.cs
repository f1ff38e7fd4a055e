using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// Scratch and autograd have an elementwise factor f(T) in common but for the tensor T: scratch ∘ f(right) = autograd ∘ f(wrong), for two
/// named tensors of the gradient's shape; or they have the factor of the other branch: 1 − T for T. Scratch must be a constant
/// times an upstream gradient, that factor, and at most one more.
/// </summary>
internal sealed class WrongTensorElementwise : FormulaHypothesis
{
    private static readonly (string Text, Func<Tensor, Tensor> Of)[] Functions =
    [
        ("{0}", T => T),
        ("(1 − {0})", T => 1 - T),
        ("{0} ∘ (1 − {0})", T => T * (1 - T)),
        ("(1 − {0}²)", T => 1 - T.square()),
    ];

    private const long FewestProofs = 8;

    /// <inheritdoc />
    protected override Explanation? Find(Suspect suspect, Tensor scratch, Tensor autograd)
    {
        if (autograd.numel() < FewestProofs) return null;
        // A mask of zeros and ones has hypotheses of its own.
        var named = suspect.Named.Where(tensor => Match.IsComparable(tensor.Value, autograd) && !IsMask(tensor.Value)).ToList();
        foreach (var right in named)
        {
            foreach (var wrong in named)
            {
                foreach (var function in Functions)
                {
                    if (right.Name != wrong.Name && Found(suspect, scratch, autograd, (wrong, function), (right, function)) is { } found)
                        return found;
                }
            }

            var (itself, complement) = (Functions[0], Functions[1]);
            var mixed = Found(suspect, scratch, autograd, (right, complement), (right, itself))
                ?? Found(suspect, scratch, autograd, (right, itself), (right, complement));
            if (mixed is not null) return mixed;
        }

        return null;
    }

    // Any two tensors have a ratio; only where scratch is known to the last factor is one of them the wrong one.
    private static bool IsMadeFrom(Suspect suspect, Tensor scratch, Tensor factor)
        => UpstreamGradient.Plain(suspect)
            .Where(upstream => Match.IsComparable(upstream.Value, scratch))
            .Select(upstream => upstream.Value * factor)
            .Any(product => Match.Factor(product, scratch) is not null || suspect.Named
                .Where(other => Match.IsComparable(other.Value, scratch))
                .Any(other => Functions.Any(function => Match.Factor(product * function.Of(other.Value), scratch) is not null)));

    private static bool IsMask(Tensor tensor) => ((tensor == 0) | (tensor == 1)).all().item<bool>();

    private static Explanation? Found(
        Suspect suspect, Tensor scratch, Tensor autograd,
        ((string Name, Tensor Value) Tensor, (string Text, Func<Tensor, Tensor> Of) Function) wrong,
        ((string Name, Tensor Value) Tensor, (string Text, Func<Tensor, Tensor> Of) Function) right)
    {
        using var scope = NewDisposeScope();
        var (wrongFactor, rightFactor) = (wrong.Function.Of(wrong.Tensor.Value), right.Function.Of(right.Tensor.Value));
        var residual = Match.Residual(scratch * rightFactor, autograd * wrongFactor);
        if (!Match.Explains(residual, autograd.dtype) || Match.Explains(wrongFactor, rightFactor)) return null;
        if (!IsMadeFrom(suspect, scratch, wrongFactor)) return null;
        var (wrongText, rightText) = (
            string.Format(null, wrong.Function.Text, wrong.Tensor.Name), string.Format(null, right.Function.Text, right.Tensor.Name));
        return suspect.BySignature(
            CauseKind.Stale, complexity: 3, residual,
            $"the gradient of {suspect.Name} is multiplied by {wrongText} where {rightText} is right",
            $"scratch ∘ {rightText} = autograd ∘ {wrongText} {suspect.To(residual)}",
            $"multiply by {rightText}");
    }
}
