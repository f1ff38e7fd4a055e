using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Witness;

/// <summary>The leaves of a computation, as the witness uses them.</summary>
internal static class Float64Leaves
{
    /// <summary>Contiguous copies of all leaves, in the caller's dispose scope: floating-point ones in float64, others as they are.</summary>
    public static List<KeyValuePair<string, Tensor>> Of(Computation computation, Device? device = null)
        => [.. computation.Leaves.Select(leaf => KeyValuePair.Create(leaf.Name, Copy(leaf.Value, device ?? leaf.Value.device)))];

    private static Tensor Copy(Tensor value, Device device)
    {
        using var scope = NewDisposeScope();
        var dtype = value.is_floating_point() ? ScalarType.Float64 : value.dtype;
        return scope.MoveToOuter(value.detach().to(dtype, device, copy: true).contiguous());
    }
}
