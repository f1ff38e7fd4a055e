using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>One op between random leaves and a random upstream gradient, in float64, against autograd.</summary>
internal static class OpCheck
{
    /// <summary>Asserts that every leaf's gradient agrees.</summary>
    /// <param name="leaves">Name and shape of each differentiable leaf.</param>
    /// <param name="forward">The op on the trace's leaves.</param>
    /// <param name="backward">Its backward, given its output.</param>
    public static void Agrees(
        (string Name, long[] Shape)[] leaves, Func<Trace, Tensor> forward, Action<Trace, Gradients, Tensor> backward)
    {
        using var scope = NewDisposeScope();
        var drawn = leaves.Select(leaf => Leaf.Parameter(leaf.Name, randn(leaf.Shape, ScalarType.Float64)));
        var computation = Computation.FromOp("op", [.. drawn], forward, backward);
        var report = Comparer.Run(computation);
        Assert.True(report.Agrees, string.Join(", ", report.Tensors.Select(tensor => $"{tensor.Name} {tensor.Verdict}")));
        Assert.Equal(leaves.Length + 1, report.Tensors.Length);
    }
}
