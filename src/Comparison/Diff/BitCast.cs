using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>
/// The bits of floating-point tensors as integers, without leaving the device. TorchSharp has no <c>view(dtype)</c>, and TorchScript,
/// which it can run, takes a dtype for a size there (pytorch issue 47964); <c>view_copy</c> it gets right.
/// </summary>
/// <remarks>
/// A function for each width, so that the tensor is the only argument: TorchSharp 0.107 makes a scalar of a number, and lets it be
/// collected before the native call has read it.
/// </remarks>
internal static class BitCast
{
    // TorchScript knows dtypes by number only: int16 is 2, int32 3, int64 4.
    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(
        """
        def bits64(x: Tensor) -> Tensor:
            return torch.view_copy(x, dtype=4)

        def bits32(x: Tensor) -> Tensor:
            return torch.view_copy(x, dtype=3)

        def bits16(x: Tensor) -> Tensor:
            return torch.view_copy(x, dtype=2)

        """));

    /// <summary>A tensor's bits as signed integers of the same width.</summary>
    /// <param name="tensor">float32, float64, bfloat16 or float16; contiguous.</param>
    public static Tensor ToIntegers(Tensor tensor)
    {
        var function = tensor.element_size() switch
        {
            8 => "bits64",
            4 => "bits32",
            _ => "bits16",
        };
        return Script.Value.invoke<Tensor>(function, tensor);
    }
}
