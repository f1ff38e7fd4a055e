using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Scratch.Ops;

/// <summary>CTC beside torch's, whose gradient is right behind a log-softmax alone; the rest is checked from its row.</summary>
public sealed class CtcTests
{
    private static readonly long[,] Labels = { { 1, 1 }, { 2, 3 }, { 3, 0 } };

    [Fact]
    public void Behind_a_log_softmax_the_gradient_is_torchs()
    {
        using var scope = NewDisposeScope();
        var (torchs, ours, _) = Gradients();
        Assert.True(ours.allclose(torchs, 1e-9, 1e-12));
    }

    [Fact]
    public void Before_it_torchs_is_another()
    {
        using var scope = NewDisposeScope();
        var (Z, y, steps, lengths) = Example();
        var X = Z.log_softmax(2).detach().requires_grad_();
        nn.functional.ctc_loss(X, y, steps, lengths).backward();
        var (_, _, dX) = Gradients();
        Assert.False(X.grad!.allclose(dX));
    }

    private static (Tensor Torchs, Tensor Ours, Tensor dX) Gradients()
    {
        var (Z, y, steps, lengths) = Example();
        Z.requires_grad_();
        nn.functional.ctc_loss(Z.log_softmax(2), y, steps, lengths).backward();

        using var unrecorded = no_grad();
        var X = Z.log_softmax(2);
        var (L, alpha, likelihood) = Ctc.Forward(X, y, steps, lengths);
        var d = new Gradients();
        d.Add(L, ones_like(L));
        Ctc.Backward(d, X, y, steps, lengths, L, alpha, likelihood);
        var dX = d[X];
        return (Z.grad!, dX - X.exp() * dX.sum([2L], keepdim: true), dX);
    }

    private static (Tensor Z, Tensor y, Tensor Steps, Tensor Lengths) Example()
    {
        using var generator = new Generator(1);
        return (randn([6, 3, 4], ScalarType.Float64, generator: generator), tensor(Labels), tensor([6L, 5, 4]), tensor([2L, 2, 1]));
    }
}
