using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Formats;

/// <summary>The words for dtypes in a .safetensors header.</summary>
internal static class SafetensorsDtypes
{
    private static readonly (string Word, ScalarType Dtype)[] All =
    [
        ("F64", ScalarType.Float64), ("F32", ScalarType.Float32), ("F16", ScalarType.Float16), ("BF16", ScalarType.BFloat16),
        ("I64", ScalarType.Int64), ("I32", ScalarType.Int32), ("I16", ScalarType.Int16), ("I8", ScalarType.Int8),
        ("U8", ScalarType.Byte), ("BOOL", ScalarType.Bool),
    ];

    /// <summary>The word for a dtype.</summary>
    public static string Word(ScalarType dtype) => All.Single(pair => pair.Dtype == dtype).Word;

    /// <summary>The dtype of a word.</summary>
    /// <exception cref="InvalidDataException">There is none here.</exception>
    public static ScalarType Parse(string? word)
    {
        foreach (var (known, dtype) in All)
        {
            if (known == word) return dtype;
        }

        throw new InvalidDataException($"its dtype is '{FileFault.Shown(word ?? "null")}'; expected {string.Join(", ", All.Select(pair => pair.Word))}");
    }
}
