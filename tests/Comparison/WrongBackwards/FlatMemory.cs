using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>Reads a tensor as a kernel does that was handed a bare pointer and the shape.</summary>
internal static class FlatMemory
{
    /// <summary>
    /// The first elements in memory, taken for row-major: the tensor itself where it is contiguous. An expanded tensor has
    /// less memory than elements; where a kernel would read past its end, its elements are repeated.
    /// </summary>
    public static Tensor Read(Tensor tensor)
    {
        var stored = 1 + tensor.shape.Zip(tensor.stride(), (size, stride) => (size - 1) * stride).Sum();
        var memory = tensor.as_strided([stored], [1]);
        var places = arange(tensor.numel(), dtype: ScalarType.Int64).remainder(stored);
        return memory.index_select(0, places).reshape(tensor.shape);
    }
}
