using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using static ScratchVsAutograd.Tests.Comparison.Diagnosis.Signatures.MadeUpGradient;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis.Signatures;

/// <summary>What fits by chance is no explanation, and nothing odd makes a signature throw.</summary>
public sealed class SignatureGuardsTests : TensorTest
{
    private static readonly Dictionary<string, Func<MadeUpGradient, GradientUnderTest>> Chance = new()
    {
        ["a single element has some factor"] = m => Of(m.Numbers(1), m.Numbers(1)),
        ["all alike have some factor"] = _ => Of(full(2, 3, 1.7, dtype: ScalarType.Float64), full(2, 3, 0.3, dtype: ScalarType.Float64)),
        ["one element a row has some factor"] = m => Of(m.Numbers(4, 4) * eye(4), m.Numbers(4, 4) * eye(4)),
        ["more is wrong than is right"] = m => Of(
            cat([m.Numbers(3, 4), ones(2, 4, dtype: ScalarType.Float64)]), ones(5, 4, dtype: ScalarType.Float64)),
        ["another gradient altogether"] = m => Of(
            m.Numbers(4, 6), m.Numbers(4, 6), ("X", m.Numbers(4, 6)), ("A", m.Numbers(4, 6)), ("v", m.Numbers(1, 6)),
            ("dY", m.Numbers(4, 6))),
        ["another gradient of a square tensor"] = m => Of(
            m.Numbers(5, 5), m.Numbers(5, 5), ("X", m.Numbers(5, 5)), ("A", m.Numbers(5, 5)), ("dY", m.Numbers(5, 5))),
        ["damped at places that no tensor gives"] = m => Halved(m),
        ["ones and zeros stand elsewhere"] = _ => Of(eye(4, dtype: ScalarType.Float64).flip(0), eye(4, dtype: ScalarType.Float64)),
        ["signs stand elsewhere"] = _ => Of(tensor((double[])[1, 0, -1, 1, 0, 0, -1, 1]), tensor((double[])[0, 1, 1, -1, 0, 1, 0, -1])),
        ["the right gradient"] = m => Right(m.Numbers(4, 5)),
        ["right but for rounding"] = m => RightButForRounding(m.Numbers(4, 5)),
    };

    private static readonly Dictionary<string, Func<MadeUpGradient, GradientUnderTest>> Odd = new()
    {
        ["no elements"] = _ => Of(zeros(0, 3), zeros(0, 3), ("X", zeros(0, 3)), ("dY", zeros(0, 3))),
        ["no elements against some"] = _ => Of(zeros(0, 3), ones(2, 3)),
        ["a scalar"] = _ => Of(tensor(3.3), tensor(1.7), ("X", tensor(0.0))),
        ["NaN"] = _ => Of(tensor((float[])[float.NaN, 1, 2]), tensor((float[])[1, 2, 3]), ("X", zeros(3))),
        ["infinite"] = _ => Of(tensor((float[])[1, 2, 3]), tensor((float[])[float.PositiveInfinity, 2, 3]), ("X", zeros(3))),
        ["zero on both sides"] = _ => Of(zeros(2, 3), zeros(2, 3), ("X", zeros(2, 3))),
        ["zero where autograd's is"] = _ => Of(ones(2, 3), zeros(2, 3), ("X", zeros(2, 3))),
        ["a trace of NaN"] = m => Of(
            m.Numbers(4, 5), m.Numbers(4, 5), ("X", full(4, 5, double.NaN)), ("n", tensor(double.NaN)), ("dY", full(4, 5, double.NaN))),
        ["an empty trace tensor"] = m => Of(
            m.Numbers(4, 5), m.Numbers(4, 5), ("X", zeros(4, 5)), ("none", zeros(0)), ("i", zeros(0, dtype: ScalarType.Int64)),
            ("dnone", zeros(0))),
        ["seven axes"] = m => Of(
            m.Numbers(2, 1, 2, 1, 2, 1, 2), m.Numbers(2, 1, 2, 1, 2, 1, 2), ("X", m.Numbers(2, 1, 2, 1, 2, 1, 2)),
            ("dY", m.Numbers(2, 1, 2, 1, 2, 1, 2))),
        ["other shapes"] = m => Of(m.Numbers(4, 5), m.Numbers(3), ("X", m.Numbers(3)), ("dY", m.Numbers(7, 2))),
        ["booleans and indices in the trace"] = m => Of(
            m.Numbers(4, 5), m.Numbers(4, 5), ("X", m.Numbers(4, 5)), ("b", m.Numbers(4, 5) > 0.5),
            ("i", randint(0, 4, 4, dtype: ScalarType.Int64)), ("k", tensor(3L))),
    };

    public static TheoryData<string> ChanceNames => [.. Chance.Keys];

    public static TheoryData<string> OddNames => [.. Odd.Keys];

    [Theory, MemberData(nameof(ChanceNames))]
    public void Is_silent_where(string name)
        => Assert.Empty(SignatureHypotheses.Explain(Chance[name](new MadeUpGradient())).Select(explanation => explanation.Text));

    [Theory, MemberData(nameof(OddNames))]
    public void Takes(string name)
    {
        var explanations = SignatureHypotheses.Explain(Odd[name](new MadeUpGradient())).Select(explanation => explanation.Text);
        Assert.Empty(explanations);
    }

    [Fact]
    public void Rounding_of_float32_is_no_mistake_where_only_float32_ran()
    {
        var right = new MadeUpGradient().Numbers(4, 5);
        var wrong = (-right).to(ScalarType.Float32) * (1 + 1e-7);
        var explanation = Assert.Single(
            SignatureHypotheses.Explain(new GradientUnderTest("X", wrong, right, Match.Bound(ScalarType.Float32))));
        Assert.Equal(CauseKind.Sign, explanation.Cause);
        Assert.Empty(SignatureHypotheses.Explain(new GradientUnderTest("X", wrong, right, Match.Bound(ScalarType.Float16))));
    }

    private static GradientUnderTest Right(Tensor g) => Of(g, g, ("X", g));

    private static GradientUnderTest RightButForRounding(Tensor g) => Of(g * (1 + 1e-12), g, ("X", g));

    private static GradientUnderTest Halved(MadeUpGradient m)
    {
        var (g, places) = (m.Numbers(4, 6), m.Numbers(4, 6) > 0);
        return Of(g, where(places, g / 2, g), ("X", m.Numbers(4, 6)), ("A", m.Numbers(4, 6)));
    }
}
