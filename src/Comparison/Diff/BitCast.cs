using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>
/// The bits of floating-point tensors as integers, without leaving the device. TorchSharp has no <c>view(dtype)</c>, and TorchScript,
/// which it can run, takes a dtype for a size there (pytorch issue 47964); <c>view_copy</c> it gets right.
/// </summary>
internal static class BitCast
{
    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(
        """
        def bits(x: Tensor, dtype: int) -> Tensor:
            return torch.view_copy(x, dtype=dtype)

        """));

    /// <summary>A tensor's bits as signed integers of the same width.</summary>
    /// <param name="tensor">float32, float64, bfloat16 or float16; contiguous.</param>
    public static Tensor ToIntegers(Tensor tensor)
    {
        var integer = tensor.element_size() switch
        {
            8 => ScalarType.Int64,
            4 => ScalarType.Int32,
            _ => ScalarType.Int16,
        };
        return Script.Value.invoke<Tensor>("bits", tensor, (long)integer);
    }
}
