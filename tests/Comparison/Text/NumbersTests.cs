using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Text;

public class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.03111, "0.0311")]
    [InlineData(1.19209e-7, "1.19e-7")]
    [InlineData(-1e-5, "-1e-5")]
    [InlineData(163712345, "1.64e8")]
    [InlineData(999.6, "1e3")]
    [InlineData(107.9, "108")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void Short_has_three_digits_and_no_idle_characters(double value, string expected)
        => Assert.Equal(expected, Numbers.Short(value));

    [Theory]
    [InlineData(0ul, "0")]
    [InlineData(9_999_999ul, "9999999")]
    [InlineData(2_090_000_000ul, "2.09e9")]
    public void Count_is_in_full_while_it_is_short(ulong count, string expected) => Assert.Equal(expected, Numbers.Count(count));

    [Theory]
    [InlineData(2.7270014286041259765625, ScalarType.Float32, "2.7270014")]
    [InlineData(2.7270014286041259765625, ScalarType.Float64, "2.727001428604126")]
    [InlineData(2.734375, ScalarType.BFloat16, "2.73")]
    [InlineData(2.7265625, ScalarType.Float16, "2.727")]
    [InlineData(1.00000001335e-10, ScalarType.Float32, "1e-10")]
    [InlineData(-48, ScalarType.Float32, "-48")]
    [InlineData(16777216, ScalarType.Float32, "16777216")]
    [InlineData(0, ScalarType.Float32, "0")]
    [InlineData(double.NaN, ScalarType.Float32, "NaN")]
    [InlineData(double.PositiveInfinity, ScalarType.Float16, "Inf")]
    public void Exact_has_the_digits_of_the_dtype_and_no_more(double value, ScalarType dtype, string expected)
        => Assert.Equal(expected, Numbers.Exact(value, dtype));
}
