using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Causal attention with a padded last key: S = Q Kᵀ / √d, P = softmax(S where M), Y = P V, with Q, K, V (5, 4).
/// dV = Pᵀ dY, dP = dY Vᵀ, dS = P ∘ (dP − Σ_k dP ∘ P), dQ = dS K / √d, dK = dSᵀ Q / √d.
/// </summary>
public sealed class Attention : Subject
{
    public override Tensor Forward(Trace t)
    {
        var S = t.Watch("S", t["Q"].mm(t["K"].t()) / Math.Sqrt(4));
        var P = t.Watch("P", MaskedSoftmax(S, t["M"]));
        return Weigh(t, P.mm(t["V"]));
    }

    public override void Backward(Trace t, Gradients d)
    {
        Values(t, d);
        d.Add(t["S"], SoftmaxBackward(d[t["P"]], t["P"]));
        var dS = d[t["S"]];
        d.Add(t["Q"], dS.mm(t["K"]) / Math.Sqrt(4));
        d.Add(t["K"], dS.t().mm(t["Q"]) / Math.Sqrt(4));
    }

    [Wrong(31, "Q", [ConstantFactor])]
    public static void QueriesNotScaled(Trace t, Gradients d)
    {
        Values(t, d);
        d.Add(t["S"], SoftmaxBackward(d[t["P"]], t["P"]));
        var dS = d[t["S"]];
        d.Add(t["Q"], dS.mm(t["K"])); // WRONG: / √d
        d.Add(t["K"], dS.t().mm(t["Q"]) / Math.Sqrt(4));
    }

    [Wrong(31, "K", [ConstantFactor])]
    public static void KeysScaledTwice(Trace t, Gradients d)
    {
        Values(t, d);
        d.Add(t["S"], SoftmaxBackward(d[t["P"]], t["P"]));
        var dS = d[t["S"]];
        d.Add(t["Q"], dS.mm(t["K"]) / Math.Sqrt(4));
        d.Add(t["K"], dS.t().mm(t["Q"]) / 4); // WRONG: √d
    }

    [Wrong(1, "K", [Transpose])]
    public static void ScoresNotTransposed(Trace t, Gradients d)
    {
        Values(t, d);
        d.Add(t["S"], SoftmaxBackward(d[t["P"]], t["P"]));
        var dS = d[t["S"]];
        d.Add(t["Q"], dS.mm(t["K"]) / Math.Sqrt(4));
        d.Add(t["K"], dS.mm(t["Q"]) / Math.Sqrt(4)); // WRONG: dSᵀ
    }

    [Wrong(33, "S", [MaskMissing])]
    public static void MaskForgottenInRecomputation(Trace t, Gradients d)
    {
        Values(t, d);
        var P = t["S"].softmax(1);
        d.Add(t["S"], SoftmaxBackward(d[t["P"]], P)); // WRONG: P without its mask
        Scores(t, d);
    }

    [Wrong(33, "S", [MaskMissing, PartialBlock])]
    public static void OnlyTheCausalMaskRemembered(Trace t, Gradients d)
    {
        Values(t, d);
        var P = MaskedSoftmax(t["S"], ones_like(t["M"]).tril());
        d.Add(t["S"], SoftmaxBackward(d[t["P"]], P)); // WRONG: the last key is padding; its column matters to the last row
        Scores(t, d);
    }

    [Wrong(15, "S", [MissingTerm])]
    public static void SoftmaxDiagonalOnly(Trace t, Gradients d)
    {
        Values(t, d);
        var (dP, P) = (d[t["P"]], t["P"]);
        d.Add(t["S"], dP * P * (1 - P)); // WRONG: − Pᵢ Pⱼ off the diagonal
        Scores(t, d);
    }

    [Wrong(34, "V", [Stale])]
    public static void ScoresSavedForProbabilities(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["V"], t["S"].t().mm(dY)); // WRONG: P
        d.Add(t["P"], dY.mm(t["V"].t()));
        d.Add(t["S"], SoftmaxBackward(d[t["P"]], t["P"]));
        Scores(t, d);
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("Q", dice.Normal(5, 4)),
        Parameter("K", dice.Normal(5, 4)),
        Parameter("V", dice.Normal(5, 4)),
        Constant("M", Dice.Keep(ones(5, 5, dtype: ScalarType.Bool).tril().logical_and(arange(5) < 4))),
        Constant("R", dice.Normal(5, 4)),
    ];

    private static void Values(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["V"], t["P"].t().mm(dY));
        d.Add(t["P"], dY.mm(t["V"].t()));
    }

    private static void Scores(Trace t, Gradients d)
    {
        var dS = d[t["S"]];
        d.Add(t["Q"], dS.mm(t["K"]) / Math.Sqrt(4));
        d.Add(t["K"], dS.t().mm(t["Q"]) / Math.Sqrt(4));
    }

    private static Tensor MaskedSoftmax(Tensor S, Tensor M) => S.masked_fill(M.logical_not(), double.NegativeInfinity).softmax(1);

    private static Tensor SoftmaxBackward(Tensor dP, Tensor P) => P * (dP - (dP * P).sum(1, keepdim: true));
}
