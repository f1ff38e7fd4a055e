using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Yₜ = Xₜ Xₜ₊₁ along the rows of X (4, 7): every place but the outer ones is used twice. dX = (dY ∘ next, 0) + (0, dY ∘ previous).
/// </summary>
public sealed class Autocorrelation : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, Previous(t) * Next(t));

    public override void Backward(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], nn.functional.pad(dY * Next(t), [0L, 1L]));
        d.Add(t["X"], nn.functional.pad(dY * Previous(t), [1L, 0L]));
    }

    [Wrong(36, "X", [MissingContribution, OverwrittenContribution])]
    public static void UseAsNextForgotten(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], nn.functional.pad(dY * Next(t), [0L, 1L])); // WRONG: X is its own neighbour, too
    }

    [Wrong(32, "X", [Shifted])]
    public static void PaddedOnTheWrongSide(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], nn.functional.pad(dY * Next(t), [0L, 1L]));
        d.Add(t["X"], nn.functional.pad(dY * Previous(t), [0L, 1L])); // WRONG: in front
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(4, 7)),
        Constant("R", dice.Normal(4, 6)),
    ];

    private static Tensor Previous(Trace t) => t["X"].narrow(1, 0, 6);

    private static Tensor Next(Trace t) => t["X"].narrow(1, 1, 6);
}
