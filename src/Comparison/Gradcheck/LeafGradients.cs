using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Gradcheck;

/// <summary>Both sides' gradients of one leaf, in float64, row-major; a missing one is zero.</summary>
/// <param name="Leaf">The leaf's name.</param>
/// <param name="Scratch">The hand-written one.</param>
/// <param name="Autograd">Autograd's.</param>
internal sealed record LeafGradients(string Leaf, double[] Scratch, double[] Autograd)
{
    /// <summary>Runs both backward passes on one forward pass in float64, on the CPU.</summary>
    /// <param name="computation">What to run.</param>
    /// <param name="inputs">Whether inputs have gradients too.</param>
    /// <returns>The leaves that have gradients, in the computation's order.</returns>
    public static IReadOnlyList<LeafGradients> Of(Computation computation, bool inputs)
    {
        using var scope = NewDisposeScope();
        var autograd = AutogradRun.Of(computation, LeafCopies.Of(computation.Leaves, CPU, ScalarType.Float64, inputs));
        var byHand = BackwardRun.Of(computation, autograd, Upstream.Chained).Gradients;
        var differentiated = computation.Leaves.Where(leaf => LeafCopies.IsDifferentiated(leaf, inputs));
        return [.. differentiated.Select(leaf => Of(leaf.Name, autograd, byHand))];
    }

    private static LeafGradients Of(string leaf, AutogradRun autograd, Gradients byHand)
    {
        var tensor = autograd.Trace[leaf];
        return new LeafGradients(leaf, Values(byHand.Find(tensor), tensor), Values(autograd.Gradient(leaf), tensor));
    }

    private static double[] Values(Tensor? gradient, Tensor leaf)
        => gradient is null ? new double[leaf.numel()] : gradient.detach().contiguous().data<double>().ToArray();
}
