using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>Tensor content without LibTorch.</summary>
internal static class Snapshots
{
    /// <summary>A snapshot of the numbers, each rounded to the dtype.</summary>
    public static TensorSnapshot Of(ScalarType dtype, long[] shape, params double[] values) => new(dtype, [.. shape], dtype switch
    {
        ScalarType.Float64 => MemoryMarshal.AsBytes<double>(values).ToArray(),
        ScalarType.Float32 => MemoryMarshal.AsBytes<float>([.. values.Select(value => (float)value)]).ToArray(),
        ScalarType.Float16 => MemoryMarshal.AsBytes<Half>([.. values.Select(value => (Half)value)]).ToArray(),
        _ => MemoryMarshal.AsBytes<ushort>([.. values.Select(BFloat16)]).ToArray(),
    });

    /// <summary>Standard normal numbers that follow from the seed.</summary>
    public static double[] Normal(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count)
            .Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()))];
    }

    /// <summary>The elements, exact.</summary>
    public static double[] Elements(this TensorSnapshot snapshot) =>
        [.. Enumerable.Range(0, (int)snapshot.Count).Select(index => snapshot[index])];

    // Cut, not rounded: any bfloat16 near the number will do.
    private static ushort BFloat16(double value) => (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16);
}
