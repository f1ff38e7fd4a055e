using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>P = softmax(Z) along the rows of Z (5, 5): dZ = P ∘ (dP − Σ_k dP ∘ P).</summary>
public sealed class Softmax : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["Z"].softmax(1));

    public override void Backward(Trace t, Gradients d)
    {
        var (dP, P) = (Unweigh(t, d), t["Y"]);
        d.Add(t["Z"], P * (dP - (dP * P).sum(1, keepdim: true)));
    }

    [Wrong(15, "Z", [MissingTerm])]
    public static void DiagonalOnly(Trace t, Gradients d)
    {
        var (dP, P) = (Unweigh(t, d), t["Y"]);
        d.Add(t["Z"], dP * P * (1 - P)); // WRONG: the sigmoid's derivative; the Jacobian has −Pᵢ Pⱼ off the diagonal
    }

    [Wrong(15, "Z", [MissingTerm])]
    public static void ProjectionMissing(Trace t, Gradients d)
    {
        var (dP, P) = (Unweigh(t, d), t["Y"]);
        d.Add(t["Z"], dP * P); // WRONG: − Σ dP ∘ P
    }

    [Wrong(7, "Z", [])]
    public static void ProjectedAlongTheColumns(Trace t, Gradients d)
    {
        var (dP, P) = (Unweigh(t, d), t["Y"]);
        d.Add(t["Z"], P * (dP - (dP * P).sum(0, keepdim: true))); // WRONG: axis 1
    }

    [Wrong(2, "Z", [ConstantFactor])]
    public static void TemperatureOfAnotherPlace(Trace t, Gradients d)
    {
        var (dP, P) = (Unweigh(t, d), t["Y"]);
        d.Add(t["Z"], P * (dP - (dP * P).sum(1, keepdim: true)) / 2); // WRONG: the forward pass has no temperature
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("Z", dice.Normal(5, 5)),
        Constant("R", dice.Normal(5, 5)),
    ];
}
