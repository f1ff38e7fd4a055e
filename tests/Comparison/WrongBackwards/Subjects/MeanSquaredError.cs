using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// A linear fit: Y = X W with X (8, 5), W (5, 3), e = mean((Y − T)²), L = λ e: de = λ, dY = de · 2 (Y − T) / (N C).
/// </summary>
public sealed class MeanSquaredError : Subject
{
    public override Tensor Forward(Trace t)
    {
        var Y = t.Watch("Y", t["X"].mm(t["W"]));
        var e = t.Watch("e", (Y - t["T"]).square().mean());
        return t["lambda"] * e;
    }

    public override void Backward(Trace t, Gradients d)
    {
        d.Add(t["e"], t["lambda"].clone());
        var (Y, T) = (t["Y"], t["T"]);
        d.Add(Y, d[t["e"]] * 2 * (Y - T) / Y.numel());
        Fit(t, d);
    }

    [Wrong(2, "Y", [ConstantFactor])]
    public static void TwoForgotten(Trace t, Gradients d)
    {
        d.Add(t["e"], t["lambda"].clone());
        var (Y, T) = (t["Y"], t["T"]);
        d.Add(Y, d[t["e"]] * (Y - T) / Y.numel()); // WRONG: 2 (Y − T)
        Fit(t, d);
    }

    [Wrong(3, "Y", [ConstantFactor])]
    public static void DividedByTheRowsOnly(Trace t, Gradients d)
    {
        d.Add(t["e"], t["lambda"].clone());
        var (Y, T) = (t["Y"], t["T"]);
        d.Add(Y, d[t["e"]] * 2 * (Y - T) / Y.shape[0]); // WRONG: the mean is over N·C elements
        Fit(t, d);
    }

    [Wrong(4, "Y", [ConstantFactor])]
    public static void SumForMean(Trace t, Gradients d)
    {
        d.Add(t["e"], t["lambda"].clone());
        var (Y, T) = (t["Y"], t["T"]);
        d.Add(Y, d[t["e"]] * 2 * (Y - T)); // WRONG: not divided at all
        Fit(t, d);
    }

    [Wrong(29, "Y", [Sign])]
    public static void TargetMinusPrediction(Trace t, Gradients d)
    {
        d.Add(t["e"], t["lambda"].clone());
        var (Y, T) = (t["Y"], t["T"]);
        d.Add(Y, d[t["e"]] * 2 * (T - Y) / Y.numel()); // WRONG: the other way round
        Fit(t, d);
    }

    [Wrong(9, "Y", [UpstreamIgnored, ConstantFactor])]
    public static void LossScaleIgnored(Trace t, Gradients d)
    {
        d.Add(t["e"], t["lambda"].clone());
        var (Y, T) = (t["Y"], t["T"]);
        d.Add(Y, 2 * (Y - T) / Y.numel()); // WRONG: de is λ, not 1
        Fit(t, d);
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(8, 5)),
        Parameter("W", dice.Normal(5, 3)),
        Constant("T", dice.Normal(8, 3)),
        Constant("lambda", Dice.Exactly([], 0.37f)),
    ];

    private static void Fit(Trace t, Gradients d)
    {
        var dY = d[t["Y"]];
        d.Add(t["W"], t["X"].t().mm(dY));
        d.Add(t["X"], dY.mm(t["W"].t()));
    }
}
