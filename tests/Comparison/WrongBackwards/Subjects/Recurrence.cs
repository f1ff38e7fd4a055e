using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Three steps of a plain recurrent cell: Hₜ = tanh(Xₜ Wx + Hₜ₋₁ Wh), H₀ = 0, with X (3, 4, 3) and weights (3, 3), and every
/// step's H weighed in the loss. dAₜ = dHₜ ∘ (1 − Hₜ²), dWx += Xₜᵀ dAₜ, dWh += Hₜ₋₁ᵀ dAₜ, dHₜ₋₁ += dAₜ Whᵀ.
/// </summary>
public sealed class Recurrence : Subject
{
    private const int Steps = 3;

    public override Tensor Forward(Trace t)
    {
        var (X, H, loss) = (t["X"], (Tensor?)null, t["R"].new_zeros(1).sum());
        for (var step = 1; step <= Steps; step++)
        {
            var A = X[step - 1].mm(t["Wx"]);
            H = t.Watch($"H{step}", (H is null ? A : A + H.mm(t["Wh"])).tanh());
            loss += (H * t["R"][step - 1]).sum();
        }

        return loss;
    }

    public override void Backward(Trace t, Gradients d)
    {
        for (var step = Steps; step >= 1; step--)
        {
            var dA = Activation(t, d, step);
            if (step == 1) break;
            d.Add(t["Wh"], t[$"H{step - 1}"].t().mm(dA));
            d.Add(t[$"H{step - 1}"], dA.mm(t["Wh"].t()));
        }

        Inputs(t, d, Steps);
    }

    [Wrong(34, "Wh", [Stale])]
    public static void StateOfTheSameStep(Trace t, Gradients d)
    {
        for (var step = Steps; step >= 1; step--)
        {
            var dA = Activation(t, d, step);
            if (step == 1) break;
            d.Add(t["Wh"], t[$"H{step}"].t().mm(dA)); // WRONG: Hₜ₋₁
            d.Add(t[$"H{step - 1}"], dA.mm(t["Wh"].t()));
        }

        Inputs(t, d, Steps);
    }

    [Wrong(36, "H2", [MissingContribution], Also = ["H1"])]
    public static void PathThroughTimeCut(Trace t, Gradients d)
    {
        for (var step = Steps; step >= 1; step--)
        {
            d.Add(t[$"H{step}"], t["R"][step - 1].clone()); // WRONG: the step after it adds dA Whᵀ
            var dA = d[t[$"H{step}"]] * (1 - t[$"H{step}"].square());
            if (step > 1) d.Add(t["Wh"], t[$"H{step - 1}"].t().mm(dA));
        }

        Inputs(t, d, Steps);
    }

    [Wrong(39, "X", [PartialBlock])]
    public static void LastStepSkipped(Trace t, Gradients d)
    {
        for (var step = Steps; step >= 1; step--)
        {
            var dA = Activation(t, d, step);
            if (step == 1) break;
            d.Add(t["Wh"], t[$"H{step - 1}"].t().mm(dA));
            d.Add(t[$"H{step - 1}"], dA.mm(t["Wh"].t()));
        }

        var dX = zeros_like(t["X"]);
        for (var step = 1; step < Steps; step++) dX[step - 1].copy_(Local(t, d, step).mm(t["Wx"].t()));
        for (var step = 1; step <= Steps; step++) d.Add(t["Wx"], t["X"][step - 1].t().mm(Local(t, d, step)));
        d.Add(t["X"], dX); // WRONG: step <= Steps
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(Steps, 4, 3)),
        Parameter("Wx", dice.Normal(3, 3)),
        Parameter("Wh", dice.Normal(3, 3)),
        Constant("R", dice.Normal(Steps, 4, 3)),
    ];

    /// <summary>Adds the loss's own use of Hₜ and returns dAₜ.</summary>
    private static Tensor Activation(Trace t, Gradients d, int step)
    {
        d.Add(t[$"H{step}"], t["R"][step - 1].clone());
        return Local(t, d, step);
    }

    private static Tensor Local(Trace t, Gradients d, int step)
        => d[t[$"H{step}"]] * (1 - t[$"H{step}"].square());

    private static void Inputs(Trace t, Gradients d, int steps)
    {
        var dX = zeros_like(t["X"]);
        for (var step = 1; step <= steps; step++)
        {
            var dA = Local(t, d, step);
            dX[step - 1].copy_(dA.mm(t["Wx"].t()));
            d.Add(t["Wx"], t["X"][step - 1].t().mm(dA));
        }

        d.Add(t["X"], dX);
    }
}
