using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Formats;

/// <summary>How much room an element takes.</summary>
internal static class ElementSizes
{
    /// <summary>Bytes an element.</summary>
    /// <exception cref="ArgumentException">No file here holds such elements.</exception>
    public static int ElementSize(this ScalarType dtype) => dtype switch
    {
        ScalarType.Bool or ScalarType.Byte or ScalarType.Int8 => 1,
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Int16 => 2,
        ScalarType.Float32 or ScalarType.Int32 => 4,
        ScalarType.Float64 or ScalarType.Int64 => 8,
        _ => throw new ArgumentException($"No file format here holds {dtype}.", nameof(dtype)),
    };
}
