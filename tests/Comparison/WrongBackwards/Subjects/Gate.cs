using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// A gated unit: G = X Wg, V = X Wv, S = σ(G), U = tanh(V), Y = S ∘ U, with X (5, 4) and weights (4, 3).
/// dG = dY ∘ U ∘ S (1 − S), dV = dY ∘ S ∘ (1 − U²), dX = dG Wgᵀ + dV Wvᵀ.
/// </summary>
public sealed class Gate : Subject
{
    protected override int Seed => 2;

    public override Tensor Forward(Trace t)
    {
        var S = t.Keep("S", t.Watch("G", t["X"].mm(t["Wg"])).sigmoid());
        var U = t.Keep("U", t.Watch("V", t["X"].mm(t["Wv"])).tanh());
        return Weigh(t, S * U);
    }

    public override void Backward(Trace t, Gradients d)
    {
        var (dY, S, U) = (Unweigh(t, d), t["S"], t["U"]);
        d.Add(t["G"], dY * U * S * (1 - S));
        d.Add(t["V"], dY * S * (1 - U.square()));
        Weights(t, d);
        d.Add(t["X"], d[t["G"]].mm(t["Wg"].t()));
        d.Add(t["X"], d[t["V"]].mm(t["Wv"].t()));
    }

    [Wrong(34, "G", [])]
    public static void DerivativeOfTheInput(Trace t, Gradients d)
    {
        var (dY, S, U, G) = (Unweigh(t, d), t["S"], t["U"], t["G"]);
        d.Add(G, dY * U * G * (1 - G)); // WRONG: S (1 − S), in the output
        d.Add(t["V"], dY * S * (1 - U.square()));
        Weights(t, d);
        d.Add(t["X"], d[t["G"]].mm(t["Wg"].t()));
        d.Add(t["X"], d[t["V"]].mm(t["Wv"].t()));
    }

    [Wrong(35, "X", [MissingContribution, OverwrittenContribution])]
    public static void ValuePathForgotten(Trace t, Gradients d)
    {
        var (dY, S, U) = (Unweigh(t, d), t["S"], t["U"]);
        d.Add(t["G"], dY * U * S * (1 - S));
        d.Add(t["V"], dY * S * (1 - U.square()));
        Weights(t, d);
        d.Add(t["X"], d[t["G"]].mm(t["Wg"].t())); // WRONG: + dV Wvᵀ
    }

    [Wrong(10, "X", [MissingContribution, OverwrittenContribution])]
    public static void SecondPathOverwritesTheFirst(Trace t, Gradients d)
    {
        var (dY, S, U) = (Unweigh(t, d), t["S"], t["U"]);
        d.Add(t["G"], dY * U * S * (1 - S));
        d.Add(t["V"], dY * S * (1 - U.square()));
        Weights(t, d);
        var dX = zeros_like(t["X"]);
        dX.copy_(d[t["G"]].mm(t["Wg"].t()));
        dX.copy_(d[t["V"]].mm(t["Wv"].t()));
        d.Add(t["X"], dX); // WRONG: = where += was meant
    }

    [Wrong(34, "V", [])]
    public static void GateOfAnotherMoment(Trace t, Gradients d)
    {
        var (dY, S, U) = (Unweigh(t, d), t["S"], t["U"]);
        d.Add(t["G"], dY * U * S * (1 - S));
        d.Add(t["V"], dY * t["G"] * (1 - U.square())); // WRONG: S; G is the gate before its sigmoid
        Weights(t, d);
        d.Add(t["X"], d[t["G"]].mm(t["Wg"].t()));
        d.Add(t["X"], d[t["V"]].mm(t["Wv"].t()));
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(5, 4)),
        Parameter("Wg", dice.Normal(4, 3)),
        Parameter("Wv", dice.Normal(4, 3)),
        Constant("R", dice.Normal(5, 3)),
    ];

    private static void Weights(Trace t, Gradients d)
    {
        d.Add(t["Wg"], t["X"].t().mm(d[t["G"]]));
        d.Add(t["Wv"], t["X"].t().mm(d[t["V"]]));
    }
}
