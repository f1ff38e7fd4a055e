using ScratchVsAutograd.Scratch.Catalogue;
using TorchSharp;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Ops.Checks;

/// <summary>Counts the tensors of this thread's dispose scopes, as other threads may make theirs meanwhile.</summary>
internal static class LiveAfterwards
{
    public static string? Fault(OpCase one, Device device)
    {
        var leaves = one.Leaves(ScalarType.Float64, device);
        using var unrecorded = no_grad();
        // The gradients of a side dictionary that is made in this scope belong to it.
        using var scope = NewDisposeScope();
        var trace = new Trace(leaves);
        Tensor? Y = null;
        var left = LeftBy(scope, () => Y = one.Forward(trace));
        // What it named is kept for backward.
        var kept = trace.Order.Except(leaves.Select(leaf => leaf.Name)).Count() + (trace.NameOf(Y!) is null ? 1 : 0);
        if (left != kept) return FormattableString.Invariant($"forward leaves {left} tensors alive, expected {kept}");
        var run = new OpRun(one, leaves);
        var gradients = run.Start(new Gradients(), run.Upstream());
        left = LeftBy(scope, () => run.Backward(gradients));
        var written = run.Leaves.Count(leaf => gradients.Find(leaf.Value) is not null);
        return run.NamesIntermediates || left == written
            ? null
            : FormattableString.Invariant($"backward leaves {left} tensors alive, expected {written} gradients");
    }

    private static long LeftBy(DisposeScope scope, Action work)
    {
        var before = scope.DisposablesCount;
        work();
        return scope.DisposablesCount - before;
    }
}
