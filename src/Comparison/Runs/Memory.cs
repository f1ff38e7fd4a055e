using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>Where a tensor's elements lie.</summary>
internal static class Memory
{
    /// <summary>The address of the allocation that a tensor is a view of; 0 where it has no elements, or TorchSharp cannot tell.</summary>
    public static nint Of(Tensor tensor)
    {
        if (tensor.numel() == 0) return 0;
        using var scope = NewDisposeScope();
        return tensor.dtype switch
        {
            ScalarType.Float64 => tensor.storage<double>().data_ptr(),
            ScalarType.Float32 => tensor.storage<float>().data_ptr(),
            ScalarType.Int64 => tensor.storage<long>().data_ptr(),
            ScalarType.Bool => tensor.storage<bool>().data_ptr(),
            // Of any other dtype, the storage that TorchSharp hands out is a converted copy.
            _ => 0,
        };
    }
}
