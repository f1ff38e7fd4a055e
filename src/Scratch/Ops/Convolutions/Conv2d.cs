using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The two-dimensional convolution (cross-correlation, as in every deep-learning library): with X (N, in, H, W) padded by p zeros on each
/// side, kernels K (out, in, k, l), b (out,), stride s and dilation t,
/// <para>Yₙₒᵢⱼ = bₒ + Σ_c Σ_u Σ_v K_ocuv X_{n, c, si+tu−p, sj+tv−p}.</para>
/// <para>
/// Laid out as patches U (N, in·k·l, places), one column for each place of the kernel, it is a product: Yₙ = K Uₙ + b. Its gradients, from
/// dY (N, out, places): dK = Σₙ dYₙ Uₙᵀ, db = Σₙ Σ_places dY, dUₙ = Kᵀ dYₙ, and dX adds up dU wherever patches overlap. With groups,
/// channels are split into as many parts, each with kernels of its own (out, in / groups, k, l).
/// </para>
/// </summary>
/// <remarks>Source: Chellapilla, Puri, Simard, "High Performance Convolutional Neural Networks for Document Processing" (2006).</remarks>
public static class Conv2d
{
    /// <summary>Y as above.</summary>
    /// <param name="X">(N, in, H, W).</param>
    /// <param name="K">(out, in / groups, k, l).</param>
    /// <param name="b">(out,); null for none.</param>
    /// <param name="stride">s, 1 or more.</param>
    /// <param name="padding">p, 0 or more.</param>
    /// <param name="dilation">t, 1 or more.</param>
    /// <param name="groups">A divisor of in and out.</param>
    /// <returns>Y (N, out, ⌊(H + 2p − t(k − 1) − 1)/s⌋ + 1, the same of W).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, Tensor K, Tensor? b, long stride = 1, long padding = 0, long dilation = 1, long groups = 1)
    {
        Check(X, K, b, stride, padding, dilation, groups);
        return nn.functional.conv2d(
            X, K, b, strides: [stride, stride], padding: [padding, padding], dilation: [dilation, dilation], groups: groups);
    }

    /// <summary>dK = Σₙ dYₙ Uₙᵀ, db = Σ dY, dX = the sum of Kᵀ dY over the patches,
    /// which is dY's transposed convolution with K. Needs X and K, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dK, db and dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="K">As in <see cref="Forward"/>.</param>
    /// <param name="b">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="stride">As in <see cref="Forward"/>.</param>
    /// <param name="padding">As in <see cref="Forward"/>.</param>
    /// <param name="dilation">As in <see cref="Forward"/>.</param>
    /// <param name="groups">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape, a dtype or an option does not fit.</exception>
    public static void Backward(
        Gradients d, Tensor X, Tensor K, Tensor? b, Tensor Y, long stride = 1, long padding = 0, long dilation = 1, long groups = 1)
    {
        var patches = Check(X, K, b, stride, padding, dilation, groups);
        var (x, kernels) = (X.shape, K.shape);
        var (down, across) = patches.Places(x[2], x[3]);
        Require.Shape(Y, nameof(Y), x[0], kernels[0], down, across);
        using var scope = NewDisposeScope();
        var dY = d[Y];
        if (d.Wants(K)) d.Add(K, DK(dY.reshape(x[0], groups, kernels[0] / groups, down * across), patches.Unfold(X), kernels));
        if (b is not null && d.Wants(b)) d.Add(b, dY.sum([0L, 2L, 3L]));
        if (!d.Wants(X)) return;
        // The rows and columns at the far sides that the stride never reached.
        var (height, width) = patches.Image(down, across, extra: 0);
        d.Add(X, nn.functional.conv_transpose2d(
            dY, K, strides: [stride, stride], padding: [padding, padding], output_padding: [x[2] - height, x[3] - width],
            groups: groups, dilation: [dilation, dilation]));
    }

    /// <summary>Σₙ dYₙ Uₙᵀ.</summary>
    /// <param name="dY">(N, groups, out / groups, places).</param>
    /// <param name="U">The patches (N, in·k·l, places).</param>
    /// <param name="shape">K's.</param>
    internal static Tensor DK(Tensor dY, Tensor U, long[] shape)
    {
        var grouped = U.unflatten(1, dY.size(1), -1);
        return dY.matmul(grouped.mT).sum([0L]).reshape(shape);
    }

    /// <summary>Kᵀ dYₙ (N, in·k·l, places).</summary>
    internal static Tensor DU(Tensor dY, Tensor K) => K.reshape(dY.size(1), dY.size(2), -1).mT.matmul(dY).flatten(1, 2);

    private static Patches Check(Tensor X, Tensor K, Tensor? b, long stride, long padding, long dilation, long groups)
    {
        Patches.RequireOptions(stride, padding, dilation, groups);
        Require.Shape(K, nameof(K), -1, -1, -1, -1);
        var kernels = K.shape;
        Require.Option(groups, kernels[0] % groups == 0, FormattableString.Invariant($"a divisor of the {kernels[0]} output channels"));
        Require.Shape(X, nameof(X), -1, kernels[1] * groups, -1, -1);
        Require.SameDtype((X, nameof(X)), (K, nameof(K)));
        Patches.RequireBias(X, b, kernels[0]);
        var x = X.shape;
        if (x[2] + 2 * padding < dilation * (kernels[2] - 1) + 1 || x[3] + 2 * padding < dilation * (kernels[3] - 1) + 1)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"X has shape {Require.Text(x)}, smaller than K {Require.Text(kernels)} even with padding {padding}."), nameof(X));
        return new Patches((kernels[2], kernels[3]), (stride, stride), (padding, padding), (dilation, dilation));
    }
}
