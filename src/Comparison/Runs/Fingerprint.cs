using System.IO.Hashing;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>A tensor's content in 64 bits: two fingerprints that differ prove a change.</summary>
internal static class Fingerprint
{
    /// <summary>Elements hashed at a time; a span of their bytes must not exceed 2 GiB.</summary>
    private const long ChunkElements = 1 << 26;

    /// <summary>Hashes the elements in row-major order, on any device and with any strides.</summary>
    public static ulong Of(Tensor tensor)
    {
        if (tensor.numel() <= ChunkElements && tensor.is_cpu() && tensor.is_contiguous()) return XxHash3.HashToUInt64(tensor.bytes);
        using var scope = NewDisposeScope();
        var flat = tensor.detach().cpu().contiguous().view(-1);
        var hash = new XxHash3();
        for (var start = 0L; start < flat.numel(); start += ChunkElements)
            hash.Append(flat.narrow(0, start, Math.Min(ChunkElements, flat.numel() - start)).bytes);
        return hash.GetCurrentHashAsUInt64();
    }
}
