using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Text;

/// <summary>The words for dtypes, which are PyTorch's and NumPy's.</summary>
internal static class DtypeNames
{
    /// <summary>Such as <c>float32</c>.</summary>
    public static string Word(this ScalarType dtype) => dtype.ToString().ToLowerInvariant();

    /// <summary>The dtype itself, or float32 for bfloat16, which NumPy does not have and float32 holds exactly.</summary>
    public static ScalarType InNumPy(this ScalarType dtype) => dtype == ScalarType.BFloat16 ? ScalarType.Float32 : dtype;
}
