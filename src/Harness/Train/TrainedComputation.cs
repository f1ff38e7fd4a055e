using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>
/// A computation in one precision and place. Its parameters are brought by whoever runs it; everything else is there once for all.
/// </summary>
/// <param name="computation">What offers parameters, a loss and a hand-written backward; it is left as it is.</param>
/// <param name="dtype">What floating-point leaves are cast to.</param>
/// <param name="device">Where they are to be.</param>
internal sealed class TrainedComputation(Computation computation, ScalarType dtype, Device device)
{
    private readonly ImmutableArray<Leaf> leaves =
        [.. computation.Leaves.Select(leaf => leaf.Role == LeafRole.Parameter ? leaf : leaf with { Value = Placed(leaf, dtype, device) })];

    /// <summary>Copies of the parameters to start from, in the caller's dispose scope.</summary>
    public ImmutableArray<Leaf> FreshParameters()
        => [.. leaves.Where(leaf => leaf.Role == LeafRole.Parameter).Select(leaf => leaf with { Value = Copy(leaf, dtype, device) })];

    /// <summary>Runs it with these parameters in place of its own.</summary>
    /// <param name="parameters">All of them, in the order of <see cref="FreshParameters"/>.</param>
    public ForwardPass Forward(IReadOnlyList<Leaf> parameters)
    {
        var next = 0;
        var trace = new Trace(leaves.Select(leaf => leaf.Role == LeafRole.Parameter ? parameters[next++] : leaf));
        return new ForwardPass(computation, trace, computation.Forward(trace));
    }

    private static Tensor Placed(Leaf leaf, ScalarType dtype, Device device)
        => leaf.Value.is_floating_point() ? leaf.Value.to(dtype, device) : leaf.Value.to(device);

    private static Tensor Copy(Leaf leaf, ScalarType dtype, Device device)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(Placed(leaf with { Value = leaf.Value.detach() }, dtype, device).clone());
    }
}
