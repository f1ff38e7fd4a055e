using System.Runtime.InteropServices;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>
/// One tensor's gradients in two precisions, element by element as float64; a part of them at a time, as they may be large.
/// </summary>
internal sealed class FourGradients
{
    private const long MostAtOnce = 1 << 17;

    private readonly GradientPair low;
    private readonly GradientPair high;
    private readonly Tensor? where;

    /// <summary>Sets them beside each other.</summary>
    /// <param name="low">The pair in the lower precision.</param>
    /// <param name="high">The same pair in the higher precision, of the same shape.</param>
    /// <param name="where">The elements that count; null for all.</param>
    public FourGradients(GradientPair low, GradientPair high, Tensor? where) => (this.low, this.high, this.where) = (low, high, where);

    /// <summary>Is shown the same element of all four, scratch before autograd and low before high, and whether it counts.</summary>
    public delegate void Look(double lowScratch, double lowAutograd, double highScratch, double highAutograd, bool counts);

    /// <summary>Shows every element.</summary>
    public void ForEach(Look look)
    {
        using var scope = NewDisposeScope();
        Tensor[] all = [.. new[] { low.Scratch, low.Autograd, high.Scratch, high.Autograd }.Select(Flat)];
        var counts = where is null ? null : Flat(where);
        for (var start = 0L; start < all[0].numel(); start += MostAtOnce)
            Part(all, counts, start, Math.Min(MostAtOnce, all[0].numel() - start), look);
    }

    private static void Part(Tensor[] all, Tensor? counts, long start, long length, Look look)
    {
        using var scope = NewDisposeScope();
        Tensor[] part = [.. all.Select(tensor => tensor.narrow(0, start, length).to(ScalarType.Float64).cpu().contiguous())];
        var mask = counts?.narrow(0, start, length).cpu().contiguous();
        var ls = Values(part[0]);
        var la = Values(part[1]);
        var hs = Values(part[2]);
        var ha = Values(part[3]);
        var counted = mask is null ? default : mask.bytes;
        for (var i = 0; i < ls.Length; i++) look(ls[i], la[i], hs[i], ha[i], mask is null || counted[i] != 0);
    }

    private static Tensor Flat(Tensor tensor) => tensor.detach().reshape(-1);

    private static Span<double> Values(Tensor tensor) => MemoryMarshal.Cast<byte, double>(tensor.bytes);
}
