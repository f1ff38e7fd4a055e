using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Witness;

/// <summary>Both sides' gradients of the leaves, computed in float64; a missing one is zero.</summary>
internal static class LeafGradients
{
    /// <summary>The hand-written ones, by leaf name, row-major.</summary>
    public static Dictionary<string, double[]> ByHand(Computation computation, IReadOnlyCollection<string> names)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var trace = new Trace(Float64Leaves.Of(computation, CPU));
        computation.Forward(trace);
        var gradients = new Gradients(trace);
        computation.Backward(trace, gradients);
        return names.ToDictionary(name => name, name => Values(gradients.Find(trace[name]), trace[name]));
    }

    /// <summary>Autograd's, likewise.</summary>
    public static Dictionary<string, double[]> ByAutograd(Computation computation, IReadOnlyCollection<string> names)
    {
        using var grad = enable_grad();
        using var scope = NewDisposeScope();
        var leaves = Float64Leaves.Of(computation, CPU);
        foreach (var (name, leaf) in leaves) leaf.requires_grad = names.Contains(name);
        var trace = new Trace(leaves);
        var loss = computation.Forward(trace);
        if (loss.requires_grad) loss.backward();
        return names.ToDictionary(name => name, name => Values(trace[name].grad, trace[name]));
    }

    private static double[] Values(Tensor? gradient, Tensor leaf)
        => gradient is null ? new double[leaf.numel()] : gradient.detach().contiguous().data<double>().ToArray();
}
