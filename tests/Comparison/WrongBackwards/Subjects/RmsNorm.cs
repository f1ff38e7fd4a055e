using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Root-mean-square normalization, X (5, 7): r = 1 / √(mean X² + ε) of each row, H = X r, Y = g ∘ H.
/// dX = r (dH − H mean(dH ∘ H)).
/// </summary>
public sealed class RmsNorm : Subject
{
    private const double epsilon = 1e-5;

    public override Tensor Forward(Trace t)
    {
        var X = t["X"];
        var r = t.Keep("r", (Mean(X.square()) + epsilon).rsqrt());
        return Weigh(t, t.Watch("H", X * r) * t["g"]);
    }

    public override void Backward(Trace t, Gradients d)
    {
        Scale(t, d);
        var (dH, H) = (d[t["H"]], t["H"]);
        d.Add(t["X"], t["r"] * (dH - H * Mean(dH * H)));
    }

    [Wrong(17, "X", [MissingTerm])]
    public static void ProjectionDropped(Trace t, Gradients d)
    {
        Scale(t, d);
        d.Add(t["X"], t["r"] * d[t["H"]]); // WRONG: − H mean(dH ∘ H)
    }

    [Wrong(4, "X", [])]
    public static void ProjectionSummed(Trace t, Gradients d)
    {
        Scale(t, d);
        var (dH, H) = (d[t["H"]], t["H"]);
        d.Add(t["X"], t["r"] * (dH - H * (dH * H).sum(1, keepdim: true))); // WRONG: mean
    }

    [Wrong(26, "Y", [InputModified], Symptom = Symptom.Modified)]
    public static void UpstreamUsedAsABuffer(Trace t, Gradients d)
    {
        var (dY, H) = (Unweigh(t, d), t["H"]);
        d.Add(t["g"], (dY * H).sum(0, keepdim: true));
        d.Add(H, dY.mul_(t["g"])); // WRONG: dY becomes dH
        var dH = d[H];
        d.Add(t["X"], t["r"] * (dH - H * Mean(dH * H)));
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(5, 7)),
        Parameter("g", dice.Uniform(0.5, 2, 1, 7)),
        Constant("R", dice.Normal(5, 7)),
    ];

    private static void Scale(Trace t, Gradients d)
    {
        var (dY, H) = (Unweigh(t, d), t["H"]);
        d.Add(t["g"], (dY * H).sum(0, keepdim: true));
        d.Add(H, dY * t["g"]);
    }

    private static Tensor Mean(Tensor X) => X.mean([1], keepdim: true);
}
