using ScratchVsAutograd.Scratch.Catalogue;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Ops.Checks;

/// <summary>A gradient that nobody wants is not computed, as autograd does not compute it.</summary>
internal static class Wanted
{
    public static string? Fault(OpCase one, Device device)
    {
        var run = new OpRun(one, one.Leaves(ScalarType.Float64, device));
        var upstream = run.Upstream();
        var all = run.Backward(upstream);
        foreach (var wanted in run.Differentiable)
        {
            var alone = run.Backward(run.Start(new Only(wanted.Value), upstream));
            if (alone.Find(wanted.Value) is not { } found || !OpChecks.AreEqual(found, all.Find(wanted.Value)!))
                return $"{wanted.Name} wanted alone is another, or missing";
            if (run.Differentiable.FirstOrDefault(leaf => leaf != wanted && alone.Find(leaf.Value) is not null) is { } other)
                return $"{other.Name} is written although only {wanted.Name} is wanted";
        }

        return null;
    }

    // Of the leaves; what an op names on its way is always wanted.
    private sealed class Only(Tensor wanted) : Gradients
    {
        public override bool Wants(Tensor tensor) => ReferenceEquals(tensor, wanted);
    }
}
