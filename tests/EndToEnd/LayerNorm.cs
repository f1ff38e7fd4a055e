using static TorchSharp.torch;

namespace MyOps;

/// <summary>Somebody's layer normalization of rows, its backward written by hand. It knows nothing of the package.</summary>
public static class LayerNorm
{
    public static Tensor Forward(Tensor x, Tensor gamma, Tensor beta, double eps = 1e-5)
        => Normalized(x, eps).xhat * gamma + beta;

    public static (Tensor dx, Tensor dgamma, Tensor dbeta) Backward(Tensor dy, Tensor x, Tensor gamma, double eps = 1e-5)
    {
        var (xhat, rstd) = Normalized(x, eps);
        var dxhat = dy * gamma;
        var dx = rstd * (dxhat - dxhat.mean([-1], keepdim: true) - xhat * (dxhat * xhat).mean([-1], keepdim: true));
        return (dx, (dy * xhat).sum([0L]), dy.sum([0L]));
    }

    /// <summary>With the mistake that many make: the variance taken for a constant.</summary>
    public static (Tensor dx, Tensor dgamma, Tensor dbeta) WrongBackward(Tensor dy, Tensor x, Tensor gamma, double eps = 1e-5)
    {
        var (xhat, rstd) = Normalized(x, eps);
        var dxhat = dy * gamma;
        var dx = rstd * (dxhat - dxhat.mean([-1], keepdim: true));
        return (dx, (dy * xhat).sum([0L]), dy.sum([0L]));
    }

    private static (Tensor xhat, Tensor rstd) Normalized(Tensor x, double eps)
    {
        var rstd = (x.var(-1, unbiased: false, keepdim: true) + eps).rsqrt();
        return ((x - x.mean([-1], keepdim: true)) * rstd, rstd);
    }
}
