using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Batch normalization of each channel of X (N, C), (N, C, L) or (N, C, H, W), with w and b (C,). With μ and v the mean and the variance
/// (by n) of a channel's n elements and r = 1/√(v + ε):
/// <para>X̂ = (X − μ) r, Y = w ∘ X̂ + b.</para>
/// <para>In evaluation μ and v are constants, averages that were kept while training: see <see cref="Average"/>.</para>
/// </summary>
/// <remarks>Source: Ioffe, Szegedy, "Batch Normalization" (2015).</remarks>
public static class BatchNorm
{
    /// <summary>Y as above in training, the two values that backward needs, and the batch's statistics.</summary>
    /// <param name="X">(N, C, …).</param>
    /// <param name="w">(C,).</param>
    /// <param name="b">(C,).</param>
    /// <param name="epsilon">ε, more than 0.</param>
    /// <returns>Y and X̂, of X's shape, and r, μ and the variance by n − 1, which is the one that torch averages, (C,) each.</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or ε does not fit, or a channel has fewer than two elements.</exception>
    public static (Tensor Y, Tensor Normalized, Tensor Scale, Tensor Mean, Tensor Variance) Forward(
        Tensor X, Tensor w, Tensor b, double epsilon = 1e-5)
    {
        var (axes, channels, count) = Check(X, w, b);
        Require.Option(epsilon, epsilon > 0, "more than 0");
        if (count < 2)
            throw new ArgumentException(
                $"X has shape {Require.Text(X.shape)}, expected two or more elements a channel: one alone is its own mean.", nameof(X));
        using var scope = NewDisposeScope();
        var mean = X.mean(axes, keepdim: true);
        var centered = X - mean;
        var variance = centered.square().mean(axes, keepdim: true);
        var scale = (variance + epsilon).rsqrt();
        var normalized = centered * scale;
        var Y = normalized * w.view(channels) + b.view(channels);
        var result = (Y, normalized, scale.flatten(), mean.flatten(), (variance * ((double)count / (count - 1))).flatten());
        scope.MoveToOuter(result.Y, result.normalized, result.Item3, result.Item4, result.Item5);
        return result;
    }

    /// <summary>Y as above in evaluation, and the two values that backward needs.</summary>
    /// <param name="X">(N, C, …).</param>
    /// <param name="w">(C,).</param>
    /// <param name="b">(C,).</param>
    /// <param name="mean">μ (C,), a constant.</param>
    /// <param name="variance">v (C,), a constant.</param>
    /// <param name="epsilon">ε, more than 0.</param>
    /// <returns>Y and X̂, of X's shape, and r (C,).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or ε does not fit.</exception>
    public static (Tensor Y, Tensor Normalized, Tensor Scale) ForwardInEvaluation(
        Tensor X, Tensor w, Tensor b, Tensor mean, Tensor variance, double epsilon = 1e-5)
    {
        var (_, channels, _) = Check(X, w, b);
        Require.Like(w, mean);
        Require.Like(w, variance);
        Require.Option(epsilon, epsilon > 0, "more than 0");
        using var scope = NewDisposeScope();
        var scale = (variance + epsilon).rsqrt();
        var normalized = (X - mean.view(channels)) * scale.view(channels);
        return scope.MoveToOuter(normalized * w.view(channels) + b.view(channels), normalized, scale);
    }

    /// <summary>
    /// dw = Σ dY ∘ X̂ and db = Σ dY over a channel; dX = w r (C − mean C) with C = dY − X̂ mean(dY ∘ X̂). Needs w, X̂ and r, neither X's
    /// value nor Y's.
    /// </summary>
    /// <param name="d">Reads dY; takes dX, dw and db.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="w">What <see cref="Forward"/> was given.</param>
    /// <param name="b">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="normalized">X̂, as <see cref="Forward"/> returned it.</param>
    /// <param name="scale">r, as <see cref="Forward"/> returned it.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor w, Tensor b, Tensor Y, Tensor normalized, Tensor scale)
    {
        // As in layer normalization, the mean is that of C, not of dY, so that rounding leaves nothing behind where r is large.
        var (axes, channels, count) = Check(X, w, b);
        Require.Like(X, Y);
        Require.Like(X, normalized);
        Require.Like(w, scale);
        using var scope = NewDisposeScope();
        var dY = d[Y];
        if (d.Wants(b)) d.Add(b, dY.sum(axes));
        if (!d.Wants(w) && !d.Wants(X)) return;
        var dW = (dY * normalized).sum(axes);
        if (d.Wants(w)) d.Add(w, dW);
        if (!d.Wants(X)) return;
        var C = dY.addcmul(normalized, (dW / count).view(channels), -1);
        d.Add(X, C.sub_(C.mean(axes, keepdim: true)).mul_((w * scale).view(channels)));
    }

    /// <summary>dw and db as in training; dX = w r dY. Needs w, X̂ and r, neither X's value nor Y's.</summary>
    /// <param name="d">Reads dY; takes dX, dw and db.</param>
    /// <param name="X">What <see cref="ForwardInEvaluation"/> was given.</param>
    /// <param name="w">What <see cref="ForwardInEvaluation"/> was given.</param>
    /// <param name="b">What <see cref="ForwardInEvaluation"/> was given.</param>
    /// <param name="Y">What <see cref="ForwardInEvaluation"/> returned.</param>
    /// <param name="normalized">X̂, as <see cref="ForwardInEvaluation"/> returned it.</param>
    /// <param name="scale">r, as <see cref="ForwardInEvaluation"/> returned it.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void BackwardInEvaluation(Gradients d, Tensor X, Tensor w, Tensor b, Tensor Y, Tensor normalized, Tensor scale)
    {
        var (axes, channels, _) = Check(X, w, b);
        Require.Like(X, Y);
        Require.Like(X, normalized);
        Require.Like(w, scale);
        using var scope = NewDisposeScope();
        var dY = d[Y];
        if (d.Wants(b)) d.Add(b, dY.sum(axes));
        if (d.Wants(w)) d.Add(w, (dY * normalized).sum(axes));
        if (d.Wants(X)) d.Add(X, dY * (w * scale).view(channels));
    }

    /// <summary>The average to go on with: (1 − m) · average + m · batch.</summary>
    /// <param name="average">Of the means, or of the variances, of the batches so far (C,).</param>
    /// <param name="batch">The mean, or the variance, that <see cref="Forward"/> returned (C,).</param>
    /// <param name="momentum">m, torch's name for the weight of the newest batch.</param>
    /// <returns>A new tensor (C,).</returns>
    /// <exception cref="ArgumentException">The shapes or dtypes differ, or m is not from 0 to 1.</exception>
    public static Tensor Average(Tensor average, Tensor batch, double momentum = 0.1)
    {
        Require.Like(average, batch);
        Require.Option(momentum, momentum is >= 0 and <= 1, "a number from 0 to 1");
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(average * (1 - momentum) + batch * momentum);
    }

    /// <summary>The axes that a channel spans, the shape that lays a value a channel along X, and the elements of a channel.</summary>
    private static (long[] Axes, long[] Channels, long Count) Check(Tensor X, Tensor w, Tensor b)
    {
        Require.SameDtype((X, nameof(X)), (w, nameof(w)), (b, nameof(b)));
        var shape = X.shape;
        if (shape.Length is < 2 or > 4)
            throw new ArgumentException($"X has shape {Require.Text(shape)}, expected (N, C), (N, C, L) or (N, C, H, W).", nameof(X));
        Require.Shape(w, nameof(w), shape[1]);
        Require.Shape(b, nameof(b), shape[1]);
        var (axes, channels, count) = (new long[shape.Length - 1], new long[shape.Length], shape[0]);
        Array.Fill(channels, 1);
        channels[1] = shape[1];
        for (var axis = 2; axis < shape.Length; axis++)
        {
            axes[axis - 1] = axis;
            count *= shape[axis];
        }

        return (axes, channels, count);
    }
}
