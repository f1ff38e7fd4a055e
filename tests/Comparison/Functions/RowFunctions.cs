using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace ScratchVsAutograd.Tests.Comparison.Functions;

/// <summary>Wrong: the derivative of a softmax has a second term, the sum over the row.</summary>
internal sealed class SoftmaxWithoutItsSum : SingleTensorFunction<SoftmaxWithoutItsSum>
{
    public override string Name => "softmax";

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var Y = ((Tensor)vars[0]).softmax(1);
        ctx.save_for_backward([Y]);
        return Y;
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        var dY = grad_output;
        if (dY.dim() != 2)
        {
            return [dY];
        }

        var Y = ctx.get_saved_variables()[0];
        return [Y * dY];
    }
}

/// <summary>Wrong in its sign, and its forward records no graph.</summary>
internal sealed class ExponentialInNoGrad : SingleTensorFunction<ExponentialInNoGrad>
{
    public override string Name => "exponential";

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        using var unrecorded = no_grad();
        var Y = ((Tensor)vars[0]).detach().exp();
        ctx.save_for_backward([Y]);
        return Y;
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) => [-ctx.get_saved_variables()[0] * grad_output];
}
