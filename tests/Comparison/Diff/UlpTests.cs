using ScratchVsAutograd.Comparison.Numerics;

namespace ScratchVsAutograd.Tests.Comparison.Diff;

public class UlpTests
{
    /// <summary>All finite float16 numbers in order, each the next one's neighbour; the two zeros are one.</summary>
    [Fact]
    public void Counts_along_all_float16_numbers()
    {
        var ordered = Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))
            .Where(Half.IsFinite).OrderBy(x => x).ToList();
        var ranks = ordered.Distinct().Select((x, rank) => (x, rank)).ToDictionary(pair => pair.x, pair => pair.rank);
        Assert.Equal(2 * 0x7c00 - 1, ranks.Count);
        foreach (var x in new[] { Half.MinValue, (Half)(-1), -Half.Epsilon, Half.NegativeZero, Half.Zero, (Half)0.1, Half.MaxValue })
            Assert.All(ordered, y => Assert.Equal((ulong)Math.Abs(ranks[x] - ranks[y]), Distance(x, y)));
    }

    [Fact]
    public void Spans_the_whole_range()
    {
        Assert.Equal(2 * 0x7f7f_fffful, Ulp.Distance(Bits(float.MaxValue), Bits(float.MinValue)));
        Assert.Equal(2 * 0x7fef_ffff_ffff_fffful, Ulp.Distance(Bits(double.MaxValue), Bits(double.MinValue)));
        Assert.Equal(1ul, Ulp.Distance(Bits(1.0), Bits(double.BitIncrement(1.0))));
        Assert.Equal(2ul, Ulp.Distance(Bits(double.Epsilon), Bits(-double.Epsilon)));
    }

    private static ulong Distance(Half x, Half y) => Ulp.Distance(BitConverter.HalfToUInt16Bits(x), BitConverter.HalfToUInt16Bits(y));

    private static uint Bits(float x) => BitConverter.SingleToUInt32Bits(x);

    private static ulong Bits(double x) => BitConverter.DoubleToUInt64Bits(x);
}
