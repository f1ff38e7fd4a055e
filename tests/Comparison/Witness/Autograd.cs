using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Witness;

/// <summary>Both sides' gradients in float64, for tests of the witness.</summary>
internal static class Autograd
{
    /// <summary>Autograd's gradient of a leaf or a watched tensor, in the caller's dispose scope.</summary>
    public static Tensor GradientOf(Computation computation, string name)
    {
        using var scope = NewDisposeScope();
        var trace = new RetainingTrace(computation.Leaves.Select(leaf => KeyValuePair.Create(leaf.Name, Cast(leaf.Value))));
        computation.Forward(trace).backward();
        return scope.MoveToOuter((trace[name].grad ?? zeros_like(trace[name])).clone());
    }

    /// <summary>The hand-written gradient, likewise.</summary>
    public static Tensor ScratchGradientOf(Computation computation, string name)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var trace = new Trace(computation.Leaves.Select(leaf => KeyValuePair.Create(leaf.Name, Cast(leaf.Value).detach())));
        computation.Forward(trace);
        var gradients = new Gradients(trace);
        computation.Backward(trace, gradients);
        return scope.MoveToOuter((gradients.Find(trace[name]) ?? zeros_like(trace[name])).clone());
    }

    private static Tensor Cast(Tensor value)
        => value.is_floating_point() ? value.detach().to(ScalarType.Float64, copy: true).requires_grad_() : value.detach();

    private sealed class RetainingTrace(IEnumerable<KeyValuePair<string, Tensor>> leaves) : Trace(leaves)
    {
        private protected override Tensor OnWatch(string name, Tensor value)
        {
            if (value.requires_grad) value.retain_grad();
            return value;
        }
    }
}
