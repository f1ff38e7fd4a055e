using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>What is worth knowing of a comparison and fails nothing.</summary>
internal sealed class Remarks(Evidence evidence)
{
    private readonly PrecisionRun working = evidence.Working;

    // Found while the tensors are there.
    private readonly ImmutableArray<string> nonFinite = [.. NonFiniteFinder.Sentences(evidence)];

    /// <summary>What has no verdict, with the reason.</summary>
    public IEnumerable<string> NotCompared()
    {
        var leaves = evidence.Stage.Computation.Leaves.Where(
            leaf => leaf.Role != LeafRole.Constant && !working.Compared.Contains(leaf.Name));
        foreach (var leaf in leaves)
        {
            yield return leaf.Value.is_floating_point()
                ? $"{leaf.Name} (an input: not written, not demanded)"
                : $"{leaf.Name} ({leaf.Value.dtype.ToString().ToLowerInvariant()}: it has no gradient)";
        }

        foreach (var name in working.WrittenInVain) yield return $"{name} (kept: the loss does not depend on it)";
        var unnamed = working.ChainedNotes.UnnamedWrites;
        if (unnamed > 0) yield return unnamed == 1
            ? "a tensor without a name"
            : FormattableString.Invariant($"{unnamed:N0} tensors without names");
    }

    /// <summary>A sentence each.</summary>
    /// <param name="judged">The judgements.</param>
    /// <param name="faults">The tensors at fault.</param>
    /// <param name="unread">Those that backward went on from with variables of its own.</param>
    /// <param name="unheard">Those at fault that there was no time to ask the witness about.</param>
    public IEnumerable<string> Of(
        ImmutableArray<TensorReport> judged, ImmutableArray<string> faults, ImmutableArray<string> unread, IReadOnlyList<string> unheard)
    {
        if (working.Failure is not null && Unreached(judged, faults) is { Count: > 0 } unreached)
            yield return $"Backward stopped before it wrote the {(unreached.Count == 1 ? "gradient" : "gradients")} of "
                + $"{NameList.Short(unreached)}; "
                + $"nothing can be said about {(unreached.Count == 1 ? "it" : "them")}.";
        if (!unread.IsEmpty)
            yield return $"Backward continues with variables of its own after it has written {NameList.Short(unread)}, "
                + "so what comes after could not be checked separately. "
                + $"Write var d{unread[0]} = d.Add({unread[0]}, …) and continue with d{unread[0]}; then each line can be.";
        var wider = evidence.Tolerances.Others.Where(other => working.Compared.Contains(other.Name));
        foreach (var others in wider.GroupBy(other => other.Dtype))
            yield return $"{NameList.Short([.. others.Select(other => other.Name)])}: held to the tolerance of "
                + $"{others.Key.Word()}, through which the gradient passes.";
        foreach (var remark in nonFinite) yield return remark;
        if (evidence.HasPrecisions && evidence.Precisions.Unusable is { } unusable)
            yield return $"{unusable} So rounding could not be told from a wrong formula.";
        foreach (var warning in evidence.Contract.Warnings) yield return warning;
        if (unheard.Count > 0)
            yield return $"The witness was asked only about the first of the tensors at fault, not about {NameList.Short(unheard)}; "
                + "--witness always asks about all.";
        if (evidence.Stage.Coverage.Objection is { } objection)
            yield return $"Not everything that backward writes could be compared: {objection}";
    }

    private static List<string> Unreached(ImmutableArray<TensorReport> judged, ImmutableArray<string> faults)
        => [.. judged.Where(tensor => tensor is { Verdict: Verdict.Missing, Note: null } && !faults.Contains(tensor.Name))
            .Select(tensor => tensor.Name)];
}
