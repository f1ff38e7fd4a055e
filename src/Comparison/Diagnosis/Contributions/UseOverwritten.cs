using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Contributions;

/// <summary>
/// Several elements of a consumer go back to one element of the tensor (an index that occurs twice, windows that overlap),
/// and only one of them arrives: = where += was meant. Found by experiment: both sides' whole Jacobians, one upstream element
/// at a time. Wherever several meet, scratch has exactly one of autograd's entries, the last or the first, and nothing else.
/// The other way round, where one element of the consumer goes back to several and only one of them gets its part, a use within
/// that consumer is forgotten.
/// </summary>
/// <remarks>Not where the tensor was broadcast: one of a row's elements in place of their sum is another mistake.</remarks>
internal sealed class UseOverwritten : Hypothesis
{
    /// <summary>An experiment per upstream element is for small tensors.</summary>
    private const long MaxUpstream = 512;
    private const long MaxEntries = 1 << 20;
    private const long FewestEntries = 8;

    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Pair is null || suspect.Report.Verdict == Verdict.Unrepeatable) return null;
        return suspect.Uses.Where(use => !use.IsLoss).Select(use => Through(suspect, use.Consumer))
            .FirstOrDefault(found => found is not null);
    }

    private static Explanation? Through(Suspect suspect, string consumer)
    {
        var (scratch, autograd) = suspect.Pair!.Value;
        var upstream = suspect.AutogradOf(consumer)!;
        if (upstream.numel() > MaxUpstream || upstream.numel() * autograd.numel() > MaxEntries || IsBroadcast(autograd, upstream))
            return null;
        if (Jacobians(suspect, consumer, upstream) is not var (written, right)) return null;

        var used = right != 0;
        var arrives = used.logical_and((written - right).abs() <= 1e-9 * right.abs());
        if (!Match.Explains(right * arrives, written) || used.sum().item<long>() < FewestEntries) return null;
        var residual = Match.Residual(scratch + (right - written).mv(upstream.reshape(-1)).reshape(autograd.shape), autograd);
        if (!Match.Explains(residual, autograd.dtype)) return null;
        return Overwritten(suspect, consumer, residual, used, arrives) ?? Forgotten(suspect, consumer, residual, used.t(), arrives.t());
    }

    private static Explanation? Overwritten(Suspect suspect, string consumer, double residual, Tensor used, Tensor arrives)
        => Survivor(used, arrives) is not { } survivor ? null : suspect.ByExperiment(
            CauseKind.OverwrittenContribution, complexity: 1, residual,
            $"where several elements of {consumer} go back to one of {suspect.Name}, the {survivor} overwrites the others",
            $"one element of d{consumer} at a time: {Shared(used)} of {Words.Count(used.shape[0])} elements of {suspect.Name} get a part "
                + $"of two or more, and scratch keeps the {survivor}; with all of them it is autograd's {suspect.To(residual)}",
            "add to what is there (+=, index_add, scatter_add) instead of assigning");

    private static Explanation? Forgotten(Suspect suspect, string consumer, double residual, Tensor used, Tensor arrives)
        => Survivor(used, arrives) is not { } survivor ? null : suspect.ByExperiment(
            CauseKind.MissingContribution, complexity: 1, residual,
            $"each element of {consumer} is made from several of {suspect.Name}, and only the {survivor} gets its part of the gradient",
            $"one element of d{consumer} at a time: {Shared(used)} of {Words.Count(used.shape[0])} elements go back to two or more of "
                + $"{suspect.Name}, and scratch sends the part of the {survivor}; with all of them it is autograd's {suspect.To(residual)}",
            $"add the part of each of them: {suspect.Name} is used more than once in {consumer}");

    private static bool IsBroadcast(Tensor tensor, Tensor consumer)
        => tensor.numel() < consumer.numel() && tensor.dim() <= consumer.dim()
            && tensor.shape.Reverse().Zip(consumer.shape.Reverse(), (size, full) => size == full || size == 1).All(fits => fits);

    // Both (elements of the tensor, elements of the consumer).
    private static (Tensor Written, Tensor Right)? Jacobians(Suspect suspect, string consumer, Tensor upstream)
    {
        var (written, right) = (new List<Tensor>(), new List<Tensor>());
        for (var element = 0L; element < upstream.numel(); element++)
        {
            using var scope = NewDisposeScope();
            var one = zeros_like(upstream).reshape(-1).index_fill_(0, tensor(element), 1).reshape(upstream.shape);
            var column = suspect.WithUpstream((name, gradient) => name == consumer ? one.clone() : zeros_like(gradient));
            if (column is null || !Match.IsComparable(column, suspect.Value.detach())) return null;
            var expected = suspect.Runs.Cut.SentBack(suspect.Name, consumer, one) ?? zeros_like(column);
            written.Add(scope.MoveToOuter(column.reshape(-1).clone()));
            right.Add(scope.MoveToOuter(expected.reshape(-1).clone()));
        }

        return (stack(written, 1), stack(right, 1));
    }

    private static string Shared(Tensor used) => Words.Count((used.sum(1) >= 2).sum().item<long>());

    // Which one entry of each line is left, where some lines have several and every line is left one: "last", "first", or null.
    private static string? Survivor(Tensor used, Tensor arrives)
    {
        if (!(used.sum(1) >= 2).any().item<bool>() || !(arrives.sum(1) == used.any(1)).all().item<bool>()) return null;
        var places = arange(used.shape[1], device: used.device);
        if (Last(used).Equals(Last(arrives))) return "last";
        return First(used).Equals(First(arrives)) ? "first" : null;

        Tensor Last(Tensor mask) => (mask * (places + 1)).amax([1]);

        Tensor First(Tensor mask) => (mask * (used.shape[1] - places)).amax([1]);
    }
}
