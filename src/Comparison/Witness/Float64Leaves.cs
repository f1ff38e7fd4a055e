using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Witness;

/// <summary>The leaves of a computation, as the witness uses them.</summary>
internal static class Float64Leaves
{
    /// <summary>Contiguous copies of all leaves, in the caller's dispose scope: floating-point ones in float64, others as they are.</summary>
    public static List<KeyValuePair<string, Tensor>> Of(Computation computation, Device? device = null)
        => [.. computation.Leaves.Select(leaf => KeyValuePair.Create(leaf.Name, Copy(leaf.Value, device ?? leaf.Value.device)))];

    /// <summary>
    /// A change that matters: the root mean square of a tensor's elements; where they are all zero, that of the largest leaf.
    /// </summary>
    public static double Scale(Tensor tensor, IEnumerable<KeyValuePair<string, Tensor>> leaves)
        => RootMeanSquare(tensor) is > 0 and var own ? own
            : leaves.Max(leaf => RootMeanSquare(leaf.Value)) is > 0 and var largest ? largest
            : 1;

    private static Tensor Copy(Tensor value, Device device)
    {
        using var scope = NewDisposeScope();
        var dtype = value.is_floating_point() ? ScalarType.Float64 : value.dtype;
        return scope.MoveToOuter(value.detach().to(dtype, device, copy: true).contiguous());
    }

    private static double RootMeanSquare(Tensor tensor)
    {
        if (!tensor.is_floating_point() || tensor.numel() == 0) return 0;
        using var scope = NewDisposeScope();
        var peak = tensor.abs().max().item<double>();

        // Divided first: the squares of 1e-200 or 1e200 are not representable.
        return peak > 0 && double.IsFinite(peak) ? peak * (tensor / peak).square().mean().sqrt().item<double>() : 0;
    }
}
