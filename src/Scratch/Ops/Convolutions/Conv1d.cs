using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The one-dimensional convolution: with X (N, in, L) padded by p zeros at each end, kernels K (out, in / groups, k), b (out,), stride s
/// and dilation t, Yₙₒᵢ = bₒ + Σ_c Σ_u K_ocu X_{n, c, si+tu−p}. It is <see cref="Conv2d"/> on images of one row, and so are its gradients.
/// </summary>
/// <remarks>Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 9.1.</remarks>
public static class Conv1d
{
    /// <summary>Y as above.</summary>
    /// <param name="X">(N, in, L).</param>
    /// <param name="K">(out, in / groups, k).</param>
    /// <param name="b">(out,); null for none.</param>
    /// <param name="stride">s, 1 or more.</param>
    /// <param name="padding">p, 0 or more.</param>
    /// <param name="dilation">t, 1 or more.</param>
    /// <param name="groups">A divisor of in and out.</param>
    /// <returns>Y (N, out, ⌊(L + 2p − t(k − 1) − 1)/s⌋ + 1).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, Tensor K, Tensor? b, long stride = 1, long padding = 0, long dilation = 1, long groups = 1)
    {
        Check(X, K, b, stride, padding, dilation, groups);
        return nn.functional.conv1d(X, K, b, stride: stride, padding: padding, dilation: dilation, groups: groups);
    }

    /// <summary>dK = Σₙ dYₙ Uₙᵀ, db = Σ dY, dX = the sum of Kᵀ dY over the patches U,
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
        var (_, places) = patches.Places(1, x[2]);
        Require.Shape(Y, nameof(Y), x[0], kernels[0], places);
        using var scope = NewDisposeScope();
        var dY = d[Y];
        if (d.Wants(K))
            d.Add(K, Conv2d.DK(dY.reshape(x[0], groups, kernels[0] / groups, places), patches.Unfold(X.unsqueeze(2)), kernels));
        if (b is not null && d.Wants(b)) d.Add(b, dY.sum([0L, 2L]));
        if (!d.Wants(X)) return;
        // The elements at the far end that the stride never reached.
        var (_, length) = patches.Image(1, places, extra: 0);
        d.Add(X, nn.functional.conv_transpose1d(
            dY, K, stride: stride, padding: padding, output_padding: x[2] - length, groups: groups, dilation: dilation));
    }

    private static Patches Check(Tensor X, Tensor K, Tensor? b, long stride, long padding, long dilation, long groups)
    {
        Patches.RequireOptions(stride, padding, dilation, groups);
        Require.Shape(K, nameof(K), -1, -1, -1);
        var kernels = K.shape;
        Require.Option(groups, kernels[0] % groups == 0, FormattableString.Invariant($"a divisor of the {kernels[0]} output channels"));
        Require.Shape(X, nameof(X), -1, kernels[1] * groups, -1);
        Require.SameDtype((X, nameof(X)), (K, nameof(K)));
        Patches.RequireBias(X, b, kernels[0]);
        if (X.size(2) + 2 * padding < dilation * (kernels[2] - 1) + 1)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"X has shape {Require.Text(X.shape)}, shorter than K {Require.Text(kernels)} even with padding {padding}."),
                    nameof(X));
        return new Patches((1, kernels[2]), (1, stride), (0, padding), (1, dilation));
    }
}
