using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// What a gradient can have been made from: the gradients of the tensors that the suspect was used for, and of those that were
/// read before it was written; each also taken through an activation that the consumer may end in and that has no name.
/// </summary>
internal static class UpstreamGradient
{
    /// <summary>Nearer ones first; more are tried in vain.</summary>
    private const int Most = 8;

    /// <summary>Their names and values.</summary>
    public static IReadOnlyList<(string Name, Tensor Value)> Of(Suspect suspect)
        => [.. Plain(suspect).SelectMany(upstream => ThroughActivations(suspect, upstream))];

    /// <summary>Those without activations.</summary>
    public static IEnumerable<(string Of, Tensor Value)> Plain(Suspect suspect)
    {
        var consumers = suspect.Uses.Where(use => !use.IsLoss).Select(use => use.Consumer);
        return consumers.Concat(suspect.Upstreams.Select(upstream => upstream.Name))
            .Where(name => name != suspect.Name)
            .Distinct(StringComparer.Ordinal)
            .Take(Most)
            .Select(name => (name, Value: suspect.AutogradOf(name)!))
            .Where(upstream => upstream.Value is not null && upstream.Value.isfinite().all().item<bool>());
    }

    private static IEnumerable<(string Name, Tensor Value)> ThroughActivations(Suspect suspect, (string Of, Tensor Value) upstream)
    {
        var (name, gradient) = upstream;
        yield return ($"d{name}", gradient);
        var A = suspect.Trace[name].detach();
        if (!Match.IsComparable(A, gradient)) yield break;
        yield return ($"d{name} ∘ (1 − {name}²)", gradient * (1 - A.square()));
        yield return ($"d{name} ∘ {name} ∘ (1 − {name})", gradient * A * (1 - A));
        yield return ($"d{name} where {name} > 0", gradient * (A > 0));
    }
}
