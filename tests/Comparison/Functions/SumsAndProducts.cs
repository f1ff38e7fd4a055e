using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace ScratchVsAutograd.Tests.Comparison.Functions;

/// <summary>Two outputs, s = a x + y² and q = x ∘ y, with a plain number among the arguments.</summary>
public abstract class SumAndProduct<T> : MultiTensorFunction<T>
    where T : SumAndProduct<T>, new()
{
    public override string Name => typeof(T).Name;

    protected virtual bool MaterializesGradients => true;

    public override List<Tensor> forward(AutogradContext ctx, params object[] vars)
    {
        var (x, a, y) = ((Tensor)vars[0], (double)vars[1], (Tensor)vars[2]);
        ctx.save_for_backward([x, y]);
        ctx.save_data("a", a);
        ctx.set_materialize_grads(MaterializesGradients);
        return [a * x + y * y, x * y];
    }

    public override List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var saved = ctx.get_saved_variables();
        return Gradients(saved[0], (double)ctx.get_data("a"), saved[1], grad_outputs[0], grad_outputs[1]);
    }

    protected abstract List<Tensor> Gradients(Tensor x, double a, Tensor y, Tensor ds, Tensor dq);
}

public sealed class RightSumAndProduct : SumAndProduct<RightSumAndProduct>
{
    protected override List<Tensor> Gradients(Tensor x, double a, Tensor y, Tensor ds, Tensor dq)
        => [a * ds + dq * y, null!, 2 * ds * y + dq * x];
}

/// <summary>Asked for absent gradients as they are, and does not look.</summary>
public sealed class IgnoresAbsentUpstream : SumAndProduct<IgnoresAbsentUpstream>
{
    protected override bool MaterializesGradients => false;

    protected override List<Tensor> Gradients(Tensor x, double a, Tensor y, Tensor ds, Tensor dq)
        => ds.IsInvalid || dq.IsInvalid
            ? throw new InvalidOperationException("an upstream gradient is absent")
            : [a * ds + dq * y, null!, 2 * ds * y + dq * x];
}

/// <summary>Drops what comes through one output where the other is not used.</summary>
public sealed class DropsLoneOutput : SumAndProduct<DropsLoneOutput>
{
    protected override bool MaterializesGradients => false;

    protected override List<Tensor> Gradients(Tensor x, double a, Tensor y, Tensor ds, Tensor dq)
        => ds.IsInvalid || dq.IsInvalid
            ? [zeros_like(x), null!, zeros_like(y)]
            : [a * ds + dq * y, null!, 2 * ds * y + dq * x];
}

public sealed class GradientForANumber : SumAndProduct<GradientForANumber>
{
    protected override List<Tensor> Gradients(Tensor x, double a, Tensor y, Tensor ds, Tensor dq)
        => [a * ds + dq * y, (ds * x).sum(), 2 * ds * y + dq * x];
}

public sealed class MissesATerm : SumAndProduct<MissesATerm>
{
    protected override List<Tensor> Gradients(Tensor x, double a, Tensor y, Tensor ds, Tensor dq)
        => [a * ds + dq * y, null!, dq * x];
}
