using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using static ScratchVsAutograd.Tests.Comparison.Diagnosis.Signatures.MadeUpGradient;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis.Signatures;

/// <summary>Each signature names its cause on a made-up gradient, and stays silent on a near miss.</summary>
public sealed class SignatureTests : TensorTest
{
    private static readonly Dictionary<string, (CauseKind Cause, string Says, Func<MadeUpGradient, GradientUnderTest> Make)> Cases = new()
    {
        ["negated"] = (CauseKind.Sign, "wrong sign", m => Wrong(m.Numbers(4, 5), g => -g)),
        ["five times, of a row of five"] = (
            CauseKind.ConstantFactor, "5 is the size of X's axis 1", m => Wrong(m.Numbers(4, 5), g => 5 * g)),
        ["a seventh"] = (CauseKind.ConstantFactor, "7 is N", m => Wrong(m.Numbers(4, 5), g => g / 7, ("N", tensor(7.0)))),
        ["five over four"] = (
            CauseKind.ConstantFactor, "1.25 is 5/(5 − 1) with the size of X's axis 1", m => Wrong(m.Numbers(3, 5), g => g * 5 / 4)),
        ["minus π"] = (
            CauseKind.ConstantFactor, "3.14159 times too large, and has the wrong sign", m => Wrong(m.Numbers(4, 5), g => -Math.PI * g)),
        ["one number, doubled"] = (
            CauseKind.ConstantFactor, "2 times too large", m => Wrong(m.Numbers(1, 1), g => 2 * g, ("s", tensor(2.0)))),
        ["dropout's scale"] = (CauseKind.ConstantFactor, "dropout probability p = 0.4 for the mask m", m =>
        {
            var mask = (m.Numbers(4, 5) > -0.2).to(ScalarType.Float64);
            return Wrong(mask * m.Numbers(4, 5), g => 0.6 * g, ("m", mask));
        }
        ),
        ["a factor for each row"] = (
            CauseKind.FactorAlongAxis, "lacks the factor w", m => Wrong(m.Numbers(4, 5), g => g / Row(m), ("w", Row(m)))),
        ["a factor for each column"] = (
            CauseKind.FactorAlongAxis, "has the factor √v too many",
            m => Wrong(m.Numbers(4, 5), g => g * Row(m, 5).sqrt(), ("v", Row(m, 5)))),
        ["an unknown factor for each row"] = (
            CauseKind.FactorAlongAxis, "has a wrong factor", m => Wrong(m.Numbers(4, 5), g => g * Row(m).exp())),
        ["zero"] = (CauseKind.AllZero, "zero everywhere", m => Wrong(m.Numbers(4, 5), g => zeros_like(g))),
        ["transposed"] = (CauseKind.Transpose, "axes 0 and 1 are swapped", m => Wrong(m.Numbers(4, 4), g => g.t())),
        ["permuted"] = (CauseKind.Transpose, "stand in another order", m => Wrong(m.Numbers(3, 3, 3), g => g.permute(1, 2, 0))),
        ["transposed, of another shape"] = (CauseKind.Transpose, "axes 0 and 1 are swapped", m => Wrong(m.Numbers(3, 5), g => g.t())),
        ["back to front"] = (CauseKind.Permutation, "back to front along axis 1", m => Wrong(m.Numbers(3, 5), g => g.flip(1))),
        ["columns shuffled"] = (
            CauseKind.Permutation, "order of its slices along axis 1",
            m => Wrong(m.Numbers(3, 5), g => g.index_select(1, tensor((long[])[2, 0, 4, 1, 3])))),
        ["reshaped for transposed"] = (
            CauseKind.Permutation, "reshape where a transpose was meant",
            m => Wrong(m.Numbers(4, 6), g => g.reshape(4, 2, 3).transpose(0, 1).reshape(4, 6))),
        ["elements shuffled"] = (
            CauseKind.Permutation, "right elements in another order",
            m => Wrong(m.Numbers(13), g => g[tensor((long[])[3, 1, 12, 0, 2, 7, 9, 4, 5, 8, 6, 11, 10])])),
        ["one place too far"] = (
            CauseKind.Shifted, "1 place too far along axis 1",
            m => Wrong(m.Numbers(3, 6), g => cat([zeros(3, 1, dtype: ScalarType.Float64), g.narrow(1, 0, 5)], 1))),
        ["two places too early"] = (CauseKind.Shifted, "2 places too early along axis 0", m => Wrong(m.Numbers(6, 3), g => g.roll(-2, 0))),
        ["an axis lost"] = (CauseKind.KeepDimension, "an axis of size 1 was lost", m => Wrong(m.Numbers(1, 5), g => g.reshape(5))),
        ["not summed"] = (CauseKind.NotSummed, "not summed over axis 0", m => NotSummedOver(m.Numbers(4, 5), 0)),
        ["summed over the other axis"] = (
            CauseKind.WrongAxis, "summed over axis 1 instead of axis 0",
            m => WrongSum(m.Numbers(5, 5), dY => dY.sum(1, keepdim: true).t())),
        ["the first row for the sum"] = (
            CauseKind.NotSummed, "the first slice along axis 0", m => WrongSum(m.Numbers(5, 5), dY => dY.narrow(0, 0, 1))),
        ["mask of the input"] = (
            CauseKind.MaskMissing, "should be zero: where X < 0", m => Masked(m, (X, dY) => dY * (X > 0), (_, dY) => dY)),
        ["saturated"] = (
            CauseKind.MaskMissing, "should be zero: where |X| > 0.5", m => Masked(m, (X, dY) => dY * (X.abs() <= 0.5), (_, dY) => dY)),
        ["cut off at two bounds"] = (
            CauseKind.MaskMissing, " or X > ",
            m => Masked(m, (X, dY) => dY * (X >= -0.1) * (X <= 0.7), (_, dY) => dY)),
        ["slope of the negative half"] = (
            CauseKind.MaskMissing, "lacks the factor 0.1 where X < 0",
            m => Masked(m, (X, dY) => where(X > 0, dY, 0.1 * dY), (_, dY) => dY)),
        ["unknown mask"] = (CauseKind.MaskMissing, "should be zero", m => Masked(m, (_, dY) => dY * (m.Numbers(4, 6) > 0), (_, dY) => dY)),
        ["mask inverted"] = (
            CauseKind.MaskInverted, "the wrong way round", m => Masked(m, (X, dY) => 2 * dY * (X > 0), (X, dY) => 2 * dY * (X <= 0))),
        ["softmax without its mask"] = (CauseKind.MaskMissing, "know no mask, not M", m => Softmaxed(m, Z => Z)),
        ["softmax with the causal mask only"] = (
            CauseKind.MaskMissing, "know the causal mask only, not M",
            m => Softmaxed(m, Z => Z.masked_fill(ones_like(Z).tril() == 0, double.NegativeInfinity))),
        ["kink at zero"] = (
            CauseKind.KinkConvention, "where X is exactly 0", m => Kinked(m, (X, dY) => dY * (X > 0), (X, dY) => dY * (X >= 0))),
        ["maxima tied"] = (
            CauseKind.MaxTies, "maximum of X along axis 1 is reached more than once",
            m => Tied(m, (top, dY) => dY * top / top.sum(1, keepdim: true), (top, dY) => dY * top)),
        ["last rows zero"] = (
            CauseKind.PartialBlock, "zero in slices 5 to 6 (the last 2 of 7) along axis 0",
            m => Wrong(m.Numbers(7, 3), g => cat([g[..5], zeros_like(g[5..])]))),
        ["first column wrong"] = (
            CauseKind.PartialBlock, "wrong in slice 0 (the first 1 of 5) along axis 1",
            m => Wrong(m.Numbers(4, 5), g => cat([m.Numbers(4, 1), g[.., 1..]], 1))),
        ["one element wrong"] = (
            CauseKind.SingleElement, "one element only", m => Wrong(m.Numbers(4, 5), g => g + (arange(20).reshape(4, 5) == 7) * 3.0)),
        ["rounded to bfloat16"] = (
            CauseKind.WrongDtype, "rounded to bfloat16", m => Wrong(m.Numbers(4, 5), g => g.to(ScalarType.BFloat16))),
        ["rounded to float32"] = (CauseKind.WrongDtype, "rounded to float32", m => Wrong(m.Numbers(4, 5), g => g.to(ScalarType.Float32))),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Names_the_cause(string name)
    {
        var (cause, says, make) = Cases[name];
        var explanations = SignatureHypotheses.Explain(make(new MadeUpGradient())).OrderBy(explanation => explanation.Complexity).ToArray();
        Assert.NotEmpty(explanations);
        Assert.Equal(cause, explanations[0].Cause);
        Assert.Contains(says, $"{explanations[0].Text} {explanations[0].Evidence}", StringComparison.Ordinal);
        Assert.True(explanations[0].Residual <= 1e-9, $"residual {explanations[0].Residual}");
    }

    [Theory, MemberData(nameof(Names))]
    public void Stays_silent_on_a_near_miss(string name)
    {
        var explanations = SignatureHypotheses.Explain(NearMiss(Cases[name].Make(new MadeUpGradient())));
        Assert.Empty(explanations.Select(explanation => explanation.Text));
    }

    [Theory, MemberData(nameof(Names))]
    public void Leaves_no_tensor_behind(string name)
    {
        var gradient = Cases[name].Make(new MadeUpGradient());
        Assert.Equal(0, LiveTensorsLeftBy(() => Assert.All(SignatureHypotheses.Explain(gradient), Assert.NotNull)));
    }

    private static GradientUnderTest Wrong(Tensor right, Func<Tensor, Tensor> mistake, params (string, Tensor)[] trace)
        => Of(mistake(right), right, [("X", zeros_like(right)), .. trace]);

    // Positive, one number a row or a column; the same at each call.
    private static Tensor Row(MadeUpGradient _, long columns = 1)
        => columns == 1
            ? arange(1, 5, dtype: ScalarType.Float64).reshape(4, 1) / 3
            : arange(1, columns + 1, dtype: ScalarType.Float64).reshape(1, columns) / 3;

    private static GradientUnderTest NotSummedOver(Tensor dY, long axis) => Of(dY, dY.sum(axis, keepdim: true));

    private static GradientUnderTest WrongSum(Tensor dY, Func<Tensor, Tensor> mistake)
        => Of(mistake(dY), dY.sum(0L, keepdim: true), ("dY", dY));

    private static GradientUnderTest Masked(MadeUpGradient m, Func<Tensor, Tensor, Tensor> right, Func<Tensor, Tensor, Tensor> wrong)
        => Over(m.Numbers(4, 6), m.Numbers(4, 6), right, wrong);

    private static GradientUnderTest Kinked(MadeUpGradient m, Func<Tensor, Tensor, Tensor> right, Func<Tensor, Tensor, Tensor> wrong)
    {
        var X = m.Numbers(4, 6);
        return Over(X * (X.abs() > 0.2), m.Numbers(4, 6), right, wrong);
    }

    private static GradientUnderTest Over(Tensor X, Tensor dY, Func<Tensor, Tensor, Tensor> right, Func<Tensor, Tensor, Tensor> wrong)
        => Of(wrong(X, dY), right(X, dY), ("X", X), ("dY", dY));

    private static GradientUnderTest Tied(MadeUpGradient m, Func<Tensor, Tensor, Tensor> right, Func<Tensor, Tensor, Tensor> wrong)
    {
        var X = m.Numbers(4, 6);
        X[0, 2] = 2;
        X[0, 5] = 2;
        X[3, 1] = 3;
        X[3, 4] = 3;
        var (top, dY) = ((X == X.amax([1L], keepdim: true)).to(ScalarType.Float64), m.Numbers(4, 1));
        return Of(wrong(top, dY), right(top, dY), ("X", X));
    }

    private static GradientUnderTest Softmaxed(MadeUpGradient m, Func<Tensor, Tensor> mask)
    {
        var (Z, dP) = (m.Numbers(4, 4), m.Numbers(4, 4));
        var M = ones_like(Z).tril().logical_and(arange(4) != 2);
        return Of(
            Backward(dP, mask(Z)), Backward(dP, Z.masked_fill(M.logical_not(), double.NegativeInfinity)), ("X", Z), ("M", M), ("dP", dP));
    }

    private static Tensor Backward(Tensor dP, Tensor Z)
    {
        var P = Z.softmax(1);
        return P * (dP - (dP * P).sum(1, keepdim: true));
    }
}
