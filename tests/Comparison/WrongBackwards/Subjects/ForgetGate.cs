using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// One step of a gated cell: F = σ(X Wf), G = tanh(X Wg), Y = F ∘ C + (1 − F) ∘ G, with X (5, 4), weights (4, 3), C (5, 3).
/// dF = dY ∘ (C − G), dG = dY ∘ (1 − F), dC = dY ∘ F.
/// </summary>
public sealed class ForgetGate : Subject
{
    public override Tensor Forward(Trace t)
    {
        var F = t.Watch("F", t["X"].mm(t["Wf"]).sigmoid());
        var G = t.Watch("G", t["X"].mm(t["Wg"]).tanh());
        return Weigh(t, F * t["C"] + (1 - F) * G);
    }

    public override void Backward(Trace t, Gradients d)
    {
        var (dY, F, G, C) = (Unweigh(t, d), t["F"], t["G"], t["C"]);
        d.Add(F, dY * (C - G));
        d.Add(G, dY * (1 - F));
        d.Add(C, dY * F);
        Inputs(t, d);
    }

    [Wrong(35, "F", [MissingTerm, MissingContribution])]
    public static void GateOfTheCandidateForgotten(Trace t, Gradients d)
    {
        var (dY, F, G, C) = (Unweigh(t, d), t["F"], t["G"], t["C"]);
        d.Add(F, dY * C); // WRONG: − dY ∘ G
        d.Add(G, dY * (1 - F));
        d.Add(C, dY * F);
        Inputs(t, d);
    }

    [Wrong(35, "C", [])]
    public static void GatesMixedUp(Trace t, Gradients d)
    {
        var (dY, F, G, C) = (Unweigh(t, d), t["F"], t["G"], t["C"]);
        d.Add(F, dY * (C - G));
        d.Add(G, dY * (1 - F));
        d.Add(C, dY * (1 - F)); // WRONG: F
        Inputs(t, d);
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(5, 4)),
        Parameter("Wf", dice.Normal(4, 3)),
        Parameter("Wg", dice.Normal(4, 3)),
        Parameter("C", dice.Normal(5, 3)),
        Constant("R", dice.Normal(5, 3)),
    ];

    private static void Inputs(Trace t, Gradients d)
    {
        var (X, F, G) = (t["X"], t["F"], t["G"]);
        var (dA, dB) = (d[F] * F * (1 - F), d[G] * (1 - G.square()));
        d.Add(t["Wf"], X.t().mm(dA));
        d.Add(t["Wg"], X.t().mm(dB));
        d.Add(X, dA.mm(t["Wf"].t()) + dB.mm(t["Wg"].t()));
    }
}
