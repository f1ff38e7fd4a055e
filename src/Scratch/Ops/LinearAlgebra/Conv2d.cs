using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The two-dimensional convolution (cross-correlation, as in every deep-learning library): with X (N, in, H, W) padded by p zeros
/// on each side, kernels K (out, in, k, l), b (out,) and stride s,
/// <para>Yₙₒᵢⱼ = bₒ + Σ_c Σ_u Σ_v K_ocuv X_{n, c, si+u−p, sj+v−p}.</para>
/// <para>
/// Laid out as patches U (N, in·k·l, places), one column for each place of the kernel, it is a product: Yₙ = K Uₙ + b. Its
/// gradients, from dY (N, out, places): dK = Σₙ dYₙ Uₙᵀ, db = Σₙ Σ_places dY, dUₙ = Kᵀ dYₙ, and dX adds up dU wherever patches
/// overlap.
/// </para>
/// </summary>
/// <remarks>Source: Chellapilla, Puri, Simard, "High Performance Convolutional Neural Networks for Document Processing" (2006).</remarks>
internal static class Convolution2d
{
    /// <summary>Y as above.</summary>
    /// <param name="X">(N, in, H, W).</param>
    /// <param name="K">(out, in, k, l).</param>
    /// <param name="b">(out,).</param>
    /// <param name="stride">s, 1 or more.</param>
    /// <param name="padding">p, 0 or more.</param>
    /// <returns>Y (N, out, ⌊(H + 2p − k)/s⌋ + 1, ⌊(W + 2p − l)/s⌋ + 1).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype, the stride or the padding does not fit.</exception>
    public static Tensor Forward(Tensor X, Tensor K, Tensor b, long stride = 1, long padding = 0)
    {
        Check(X, K, b, stride, padding);
        return nn.functional.conv2d(X, K, b, strides: [stride, stride], padding: [padding, padding]);
    }

    /// <summary>dK = Σₙ dYₙ Uₙᵀ, db = Σ dY, dX = the sum of Kᵀ dY over the patches. Needs X and K, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dK, db and dX.</param>
    /// <param name="X">(N, in, H, W).</param>
    /// <param name="K">(out, in, k, l).</param>
    /// <param name="b">(out,).</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="stride">As in <see cref="Forward"/>.</param>
    /// <param name="padding">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape, a dtype, the stride or the padding does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor K, Tensor b, Tensor Y, long stride = 1, long padding = 0)
    {
        Check(X, K, b, stride, padding);
        var (height, width) = (X.shape[2], X.shape[3]);
        Require.Shape(Y, nameof(Y), X.shape[0], K.shape[0], Places(height, K.shape[2], stride, padding), Places(width, K.shape[3], stride, padding));
        using var scope = NewDisposeScope();
        var kernel = (K.shape[2], K.shape[3]);
        var U = nn.functional.unfold(X, kernel, padding: (padding, padding), stride: (stride, stride));
        var dY = d[Y].flatten(2);
        d.Add(K, dY.bmm(U.transpose(1, 2)).sum([0L]).reshape(K.shape));
        d.Add(b, dY.sum([0L, 2L]));
        if (!d.Wants(X)) return;
        var dU = K.flatten(1).t().expand(X.shape[0], -1, -1).bmm(dY);
        d.Add(X, nn.functional.fold(dU, (height, width), kernel, padding: (padding, padding), stride: (stride, stride)));
    }

    /// <summary>At how many places along an axis the kernel fits.</summary>
    private static long Places(long size, long kernel, long stride, long padding) => (size + 2 * padding - kernel) / stride + 1;

    private static void Check(Tensor X, Tensor K, Tensor b, long stride, long padding)
    {
        Require.Shape(K, nameof(K), -1, -1, -1, -1);
        Require.Shape(X, nameof(X), -1, K.shape[1], -1, -1);
        Require.Shape(b, nameof(b), K.shape[0]);
        Require.SameDtype((X, nameof(X)), (K, nameof(K)), (b, nameof(b)));
        if (stride < 1) throw new ArgumentException(FormattableString.Invariant($"stride is {stride}, expected 1 or more."), nameof(stride));
        if (padding < 0) throw new ArgumentException(FormattableString.Invariant($"padding is {padding}, expected 0 or more."), nameof(padding));
        if (X.shape[2] + 2 * padding < K.shape[2] || X.shape[3] + 2 * padding < K.shape[3])
            throw new ArgumentException(
                FormattableString.Invariant($"X has shape {Require.Text(X.shape)}, smaller than K {Require.Text(K.shape)} even with padding {padding}."), nameof(X));
    }
}
