using System.Globalization;
using CsCheck;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Text;

public sealed class NumberStyleTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 4, 0.1, "1.000e-01")]
    [InlineData(ScalarType.Float32, 9, 0.1, "1.00000000e-01")]
    [InlineData(ScalarType.Float32, 9, 16777216, "1.67772160e+07")]
    [InlineData(ScalarType.Float32, 4, -1234567, "-1.235e+06")]
    [InlineData(ScalarType.Float32, 9, 1e-45, "1.00000000e-45")]
    [InlineData(ScalarType.Float64, 3, 9.999e-101, "1.00e-100")]
    [InlineData(ScalarType.Float64, 17, 0.1, "1.0000000000000000e-01")]
    [InlineData(ScalarType.Float16, 4, 0.1, "1.000e-01")]
    [InlineData(ScalarType.BFloat16, 4, 0.1, "9.960e-02")]
    [InlineData(ScalarType.Float32, 4, 0.0, "0")]
    [InlineData(ScalarType.Float32, 4, -0.0, "-0")]
    [InlineData(ScalarType.Float32, 4, double.NaN, "NaN")]
    [InlineData(ScalarType.Float32, 4, double.NegativeInfinity, "-Inf")]
    [InlineData(ScalarType.Float32, 4, double.PositiveInfinity, "Inf")]
    public void A_number_is_written(ScalarType dtype, int digits, double value, string text) =>
        Assert.Equal(text, new NumberStyle(digits, dtype).Format(Snapshots.Of(dtype, [], value)[0]));

    [Fact]
    public void Few_digits_are_enough_for_numbers_far_apart() =>
        Assert.Equal(4, NumberStyle.For([0, 0.1, 0.2, double.NaN], ScalarType.Float64).Digits);

    [Fact]
    public void Neighbours_look_different() =>
        AnyNumbers.Sample((dtype, bits) =>
        {
            var (value, next) = (Value(dtype, bits), Value(dtype, bits + 1));
            var style = NumberStyle.For([value, next], dtype);
            if (!value.Equals(next)) // Two NaNs are one number.
                Assert.NotEqual(style.Format(value), style.Format(next));
        }, iter: 2000, seed: "0000000000000");

    [Fact]
    public void All_digits_give_the_number_back() =>
        AnyNumbers.Sample((dtype, bits) =>
        {
            var value = Value(dtype, bits);
            var text = new NumberStyle(17, dtype).Format(value);
            if (double.IsFinite(value))
                Assert.Equal(value, Parse(dtype, text));
        }, iter: 2000, seed: "0000000000000");

    private static Gen<(ScalarType, ulong)> AnyNumbers => Gen.Select(
        Gen.OneOf(ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16),
        Gen.ULong);

    // Of the lowest bits, as many as the dtype has.
    private static double Value(ScalarType dtype, ulong bits) => dtype switch
    {
        ScalarType.Float64 => BitConverter.UInt64BitsToDouble(bits),
        ScalarType.Float32 => BitConverter.UInt32BitsToSingle((uint)bits),
        ScalarType.Float16 => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
        _ => BitConverter.UInt32BitsToSingle((uint)bits << 16),
    };

    private static double Parse(ScalarType dtype, string text) => dtype switch
    {
        ScalarType.Float64 => double.Parse(text, CultureInfo.InvariantCulture),
        ScalarType.Float32 => float.Parse(text, CultureInfo.InvariantCulture),
        ScalarType.Float16 => (double)Half.Parse(text, CultureInfo.InvariantCulture),
        _ => NearestBFloat16(double.Parse(text, CultureInfo.InvariantCulture)),
    };

    // The bfloat16 at or below the number in magnitude or the one after it: the nearer, or of equally near ones the even.
    private static double NearestBFloat16(double number)
    {
        var below = BitConverter.SingleToUInt32Bits((float)number) & 0xFFFF_0000;
        uint[] candidates = [below, below + 0x1_0000];
        return BitConverter.UInt32BitsToSingle(candidates
            .OrderBy(bits => Math.Abs(BitConverter.UInt32BitsToSingle(bits) - number))
            .ThenBy(bits => bits & 0x1_0000)
            .First());
    }
}
