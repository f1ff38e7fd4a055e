using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Files;

/// <summary>What the formats say of an element that a tensor in a file may have: a line each.</summary>
/// <param name="Dtype">The element in torch's terms.</param>
/// <param name="Size">How many bytes it takes.</param>
/// <param name="Safetensors">Its word in a .safetensors.</param>
/// <param name="Npy">Its kind and size in a .npy; null where NumPy has none.</param>
internal sealed record ElementType(ScalarType Dtype, int Size, string Safetensors, string? Npy)
{
    /// <summary>All there are.</summary>
    public static ImmutableArray<ElementType> All { get; } =
    [
        new(ScalarType.Float64, 8, "F64", "f8"),
        new(ScalarType.Float32, 4, "F32", "f4"),
        new(ScalarType.Float16, 2, "F16", "f2"),
        new(ScalarType.BFloat16, 2, "BF16", null),
        new(ScalarType.Int64, 8, "I64", "i8"),
        new(ScalarType.Int32, 4, "I32", "i4"),
        new(ScalarType.Int16, 2, "I16", "i2"),
        new(ScalarType.Int8, 1, "I8", "i1"),
        new(ScalarType.Byte, 1, "U8", "u1"),
        new(ScalarType.Bool, 1, "BOOL", "b1"),
    ];

    /// <summary>Such as <c>float32</c>.</summary>
    public string Word => Dtype.ToString().ToLowerInvariant();

    /// <summary>The element of a dtype.</summary>
    /// <exception cref="ArgumentException">No file here holds such elements.</exception>
    public static ElementType Of(ScalarType dtype)
        => All.FirstOrDefault(element => element.Dtype == dtype)
            ?? throw new ArgumentException($"No file format here holds {dtype}.", nameof(dtype));
}
