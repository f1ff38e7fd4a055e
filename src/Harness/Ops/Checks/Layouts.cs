using ScratchVsAutograd.Scratch.Catalogue;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Ops.Checks;

/// <summary>The same numbers laid out otherwise in memory.</summary>
internal static class Layouts
{
    public static string? Fault(OpCase one, Device device)
    {
        var plain = one.Leaves(ScalarType.Float64, device);
        var run = new OpRun(one, plain);
        var upstream = run.Upstream();
        var same = run.Y.dim() == 0 ? upstream : upstream.select(0, 0);
        return Differs("with gaps in inputs and upstream", WithGaps, upstream, WithGaps(upstream))
            ?? Differs(
                "with gaps in inputs and one upstream gradient, of stride 0, for all", WithGaps, same.expand_as(upstream)
                    .contiguous(), same.expand_as(upstream))
            ?? DiffersRepeated();

        string? Differs(string how, Func<Tensor, Tensor> layout, Tensor plainUpstream, Tensor otherUpstream)
            => Other(
                run, new OpRun(one, [.. plain.Select(leaf => leaf with { Value = layout(leaf.Value) })]), plainUpstream,
                otherUpstream) is { } name
                ? $"{how}, {name} is another"
                : null;

        // All examples are the first one, once as copies and once by a stride of 0.
        string? DiffersRepeated()
        {
            if (!one.TakesRepeatedValues) return null;
            var repeated = plain.Select(
                leaf => leaf with
                {
                    Value = leaf.Value.dim() == 0 || leaf.Value.shape[0] == 0
                    ? leaf.Value
                    : leaf.Value.narrow(0, 0, 1).expand_as(leaf.Value)
                }).ToList();
            var copied = new OpRun(one, [.. repeated.Select(leaf => leaf with { Value = leaf.Value.contiguous() })]);
            return Other(copied, new OpRun(one, repeated), copied.Upstream(), copied.Upstream()) is { } name
                ? $"with inputs of stride 0, {name} is another"
                : null;
        }
    }

    private static string? Other(OpRun plain, OpRun other, Tensor plainUpstream, Tensor otherUpstream)
    {
        if (!OpChecks.AreEqual(plain.Y, other.Y)) return "the output";
        var (expected, found) = (plain.Backward(plainUpstream), other.Backward(otherUpstream));
        foreach (var (leaf, laidOut) in plain.Differentiable.Zip(other.Differentiable))
        {
            if (!OpChecks.AreEqual(expected.Find(leaf.Value)!, found.Find(laidOut.Value)!)) return $"the gradient of {leaf.Name}";
        }

        return null;
    }

    // Every second element of twice as many along the last axis, and the axes in another order in memory.
    private static Tensor WithGaps(Tensor tensor)
    {
        if (tensor.dim() == 0) return tensor;
        var transposed = tensor.transpose(0, -1).contiguous().transpose(0, -1);
        return stack([transposed, zeros_like(transposed)], -1).select(-1, 0);
    }
}
