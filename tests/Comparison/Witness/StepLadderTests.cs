using CsCheck;
using ScratchVsAutograd.Comparison.Slopes;

namespace ScratchVsAutograd.Tests.Comparison.Witness;

public class StepLadderTests
{
    private static readonly Dictionary<string, (Func<double, double> f, double scale, double slope)> SmoothFunctions = new()
    {
        ["constant"] = (_ => 3, 1, 0),
        ["constant 0"] = (_ => 0, 1, 0),
        ["linear"] = (x => 2 - 5 * x, 1, -5),
        ["quadratic at its minimum"] = (x => x * x, 1, 0),
        ["cubic at its saddle"] = (x => 1 + x * x * x, 1, 0),
        ["exp"] = (Math.Exp, 1, 1),
        ["exp of 1000 x"] = (x => Math.Exp(1000 * x), 1, 1000),
        ["log"] = (x => Math.Log(2 + x), 2, 0.5),
        ["log that is undefined within the widest steps"] = (x => Math.Log(1e-6 + x), 1, 1e6),
        ["log of 1e-300 + 1e-10"] = (x => Math.Log(1e-300 + x + 1e-10), 1, 1e10),
        ["fast sine"] = (x => Math.Sin(1e5 * x), 1, 1e5),
        ["tiny argument"] = (x => Math.Exp(1e8 * x), 1e-8, 1e8),
        ["huge argument"] = (x => Math.Exp(1e-8 * x), 1e8, 1e-8),
        ["tiny value"] = (x => 1e-200 * Math.Exp(x), 1, 1e-200),
        ["huge value"] = (x => 1e200 * Math.Exp(x), 1, 1e200),
        ["saturated sigmoid"] = (x => 1 / (1 + Math.Exp(-40 - x)), 1, 4.2483542552915889e-18),
        ["small slope on a large value"] = (x => 1e6 + 1e-3 * Math.Sin(x), 1, 1e-3),
        ["kinks beyond 1e-3"] = (x => 3 * x + Math.Max(x - 1e-3, 0) - 2 * Math.Max(-x - 2e-3, 0), 1, 3),
        ["kink at 1e-8"] = (x => 1 + x + Math.Max(x - 1e-8, 0), 1, 1),
    };

    private static readonly Dictionary<string, Func<double, double>> KinkedFunctions = new()
    {
        ["|x|"] = Math.Abs,
        ["relu"] = x => Math.Max(x, 0),
        ["small kink on a steep slope"] = x => 1 + 100 * x + 1e-3 * Math.Abs(x),
        ["kink under curvature"] = x => Math.Exp(x) + Math.Cos(7 * x) + 0.01 * Math.Abs(x),
        ["tie of a maximum"] = x => Math.Max(1 + x, 1 - 3 * x),
        ["kink at 1e-13, within the narrowest step"] = x => 1 + Math.Max(x - 1e-13, 0),
        ["square root"] = x => Math.Sqrt(Math.Abs(x)),
        ["relu at a scale of 1e-30"] = x => 1e-30 * Math.Max(x, 0),
    };

    private static readonly Gen<((double Amplitude, double Frequency, double Phase)[] Waves, double Magnitude, double Scale, double Offset)>
        SumsOfWaves = Gen.Select(
            Gen.Select(Gen.Double[0.1, 3], PowerOfTen(2), Gen.Double[0.1, 6]).Array[1, 6], PowerOfTen(8), PowerOfTen(8),
            Gen.Double[-100, 100]);

    public static TheoryData<string> SmoothNames => [.. SmoothFunctions.Keys];

    public static TheoryData<string> KinkedNames => [.. KinkedFunctions.Keys];

    [Theory, MemberData(nameof(SmoothNames))]
    public void The_slope_of_a_smooth_function_lies_within_its_error_bar(string name)
    {
        var (f, scale, slope) = SmoothFunctions[name];
        var measured = Climb(f, scale);
        Assert.Equal(Smoothness.Smooth, measured.Smoothness);
        Assert.True(Math.Abs(measured.Value - slope) <= measured.ErrorBar, $"{measured} but the slope is {slope}");
        var magnitude = Math.Max(Math.Abs(f(0)), Math.Abs(f(scale / 16)));
        Assert.True(measured.ErrorBar <= 1e-4 * Math.Max(Math.Abs(slope), magnitude / scale), $"{measured} is a vague answer");
    }

    [Theory, MemberData(nameof(KinkedNames))]
    public void A_kink_is_called_one(string name) => Assert.Equal(Smoothness.Kink, Climb(KinkedFunctions[name], 1).Smoothness);

    [Fact]
    public void Noise_as_large_as_the_slope_is_not_mistaken_for_one()
    {
        var noise = new Random(1);
        Assert.Equal(Smoothness.Unresolved, Climb(x => x + noise.NextDouble(), 1).Smoothness);
    }

    [Fact]
    public void A_jump_is_not_called_smooth()
    {
        var measured = Climb(x => x > 0 ? 1 : 0, 1);
        Assert.NotEqual(Smoothness.Smooth, measured.Smoothness);
        Assert.True(measured.ErrorBar >= Math.Abs(measured.Value));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_not_finite_has_no_slope(double value)
    {
        var measured = Climb(x => x + value, 1);
        Assert.Equal(Smoothness.NonFinite, measured.Smoothness);
        Assert.True(double.IsNaN(measured.Value) && double.IsNaN(measured.ErrorBar));
    }

    [Fact]
    public void A_function_that_is_finite_at_the_point_alone_has_no_slope()
        => Assert.Equal(Smoothness.NonFinite, Climb(x => x == 0 ? 1 : double.NaN, 1).Smoothness);

    // One sample of a thousand functions: the seed fixes the first sample alone.
    [Fact]
    public void Random_smooth_functions_lie_within_their_error_bars()
        => SumsOfWaves.Array[1000].Sample(functions => functions.All(Holds), seed: "0N0XIzNsQ0O2", iter: 1, threads: 1);

    private static bool Holds(
        ((double Amplitude, double Frequency, double Phase)[] Waves, double Magnitude, double Scale, double Offset) sum)
    {
        double F(double x) => sum.Magnitude * (sum.Offset
            + sum.Waves.Sum(wave => wave.Amplitude * Math.Sin(wave.Frequency * x / sum.Scale + wave.Phase)));
        var slopes = sum.Waves
            .Select(wave => sum.Magnitude * wave.Amplitude * wave.Frequency * Math.Cos(wave.Phase) / sum.Scale)
            .ToArray();
        var measured = Climb(F, sum.Scale);

        // The truth is a rounded sum itself.
        var rounding = 1e-14 * slopes.Sum(Math.Abs);
        return measured.Smoothness != Smoothness.Kink && Math.Abs(measured.Value - slopes.Sum()) <= measured.ErrorBar + rounding;
    }

    private static Gen<double> PowerOfTen(double largest) => Gen.Double[-largest, largest].Select(exponent => Math.Pow(10, exponent));

    private static Slope Climb(Func<double, double> f, double scale) => StepLadder.Climb(f, f(0), scale, StepLadder.Noise(f, f(0), scale));
}
