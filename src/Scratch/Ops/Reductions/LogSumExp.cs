using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The logarithm of a sum of exponentials over some axes, a smooth maximum: Y = log Σ exp(X). Its derivative is a softmax: dY/dX =
/// exp(X) / Σ exp(X).
/// </summary>
/// <remarks>Source: Blanchard, Higham, Higham, "Accurately computing the log-sum-exp and softmax functions" (2021).</remarks>
public static class LogSumExp
{
    /// <summary>Y = log Σ exp(X) over the axes, with the maximum taken out first so that nothing overflows.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="axes">The axes that go, counted from the end where negative; all of them where none is named.</param>
    /// <param name="keepdim">Whether they stay, with size 1.</param>
    /// <returns>Y, of X's shape without those axes.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long[]? axes = null, bool keepdim = false)
    {
        Require.FloatingPoint(X);
        using var scope = NewDisposeScope();
        var all = Reduced.Axes(X, axes);
        var m = X.detach().amax(all, keepdim: true);
        return scope.MoveToOuter((X - m).exp().sum(all, keepdim).log() + m.sum(all, keepdim));
    }

    /// <summary>dX = dY softmax(X). Needs X, not Y's value: exp(X − Y) would hold what Y was rounded by.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="axes">As in <see cref="Forward"/>.</param>
    /// <param name="keepdim">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, long[]? axes = null, bool keepdim = false)
    {
        Require.FloatingPoint(X);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var (shape, all) = (X.shape, Reduced.Axes(X, axes));
        var e = (X - X.amax(all, keepdim: true)).exp_();
        d.Add(X, e.mul_(Reduced.Restored(d[Y], shape, all, keepdim) / e.sum(all, keepdim: true)));
    }
}
