using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The transposed convolution, the map that takes <see cref="Conv2d"/>'s dY to its dX: each pixel of X (N, in, H, W) lays its kernel
/// K (in, out / groups, k, l), times its value, on Y, and where kernels overlap they add up: V = Kᵀ X as patches, and Y = their sum + b.
/// <para>Its gradients are those of the sum of patches: with dV = the patches of dY, dX = K dV, dK = Σₙ Xₙ dVₙᵀ, db = Σ dY.</para>
/// </summary>
/// <remarks>Source: Dumoulin, Visin, "A guide to convolution arithmetic for deep learning" (2016), chapter 4.</remarks>
public static class ConvTranspose2d
{
    /// <summary>Y as above.</summary>
    /// <param name="X">(N, in, H, W).</param>
    /// <param name="K">(in, out / groups, k, l).</param>
    /// <param name="b">(out,); null for none.</param>
    /// <param name="stride">s: how far apart on Y neighbouring pixels lay their kernels; 1 or more.</param>
    /// <param name="padding">p: how much is cut off Y at each side; 0 or more.</param>
    /// <param name="outputPadding">How much is added to Y at the far sides: several sizes of image give the same number of places.</param>
    /// <param name="dilation">t, 1 or more.</param>
    /// <param name="groups">A divisor of in and out.</param>
    /// <returns>Y (N, out, (H − 1)s − 2p + t(k − 1) + 1 + outputPadding, the same of W).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or an option does not fit.</exception>
    public static Tensor Forward(
        Tensor X, Tensor K, Tensor? b, long stride = 1, long padding = 0, long outputPadding = 0, long dilation = 1, long groups = 1)
    {
        var patches = Check(X, K, b, stride, padding, outputPadding, dilation, groups);
        using var scope = NewDisposeScope();
        var Y = patches.Fold(Conv2d.DU(Grouped(X, groups), K), Size(patches, X, outputPadding));
        return scope.MoveToOuter(b is null ? Y : Y + b.reshape(-1, 1, 1));
    }

    /// <summary>dX = K dV, the convolution of dY with K, dK = Σₙ Xₙ dVₙᵀ, db = Σ dY, where dV are the patches of dY.
    /// Needs X and K, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dK, db and dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="K">As in <see cref="Forward"/>.</param>
    /// <param name="b">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="stride">As in <see cref="Forward"/>.</param>
    /// <param name="padding">As in <see cref="Forward"/>.</param>
    /// <param name="outputPadding">As in <see cref="Forward"/>.</param>
    /// <param name="dilation">As in <see cref="Forward"/>.</param>
    /// <param name="groups">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape, a dtype or an option does not fit.</exception>
    public static void Backward(
        Gradients d, Tensor X, Tensor K, Tensor? b, Tensor Y, long stride = 1, long padding = 0, long outputPadding = 0, long dilation = 1,
        long groups = 1)
    {
        var patches = Check(X, K, b, stride, padding, outputPadding, dilation, groups);
        var (x, kernels) = (X.shape, K.shape);
        var (height, width) = Size(patches, X, outputPadding);
        Require.Shape(Y, nameof(Y), x[0], kernels[1] * groups, height, width);
        using var scope = NewDisposeScope();
        var dY = d[Y];
        if (b is not null && d.Wants(b)) d.Add(b, dY.sum([0L, 2L, 3L]));
        if (d.Wants(K)) d.Add(K, Conv2d.DK(Grouped(X, groups), patches.Unfold(dY), kernels));
        if (d.Wants(X)) d.Add(X, Conv2d.Forward(dY, K, null, stride, padding, dilation, groups));
    }

    // (N, groups, in / groups, H · W)
    private static Tensor Grouped(Tensor X, long groups) => X.flatten(2).unflatten(1, groups, -1);

    private static (long Height, long Width) Size(Patches patches, Tensor X, long extra) => patches.Image(X.size(2), X.size(3), extra);

    private static Patches Check(Tensor X, Tensor K, Tensor? b, long stride, long padding, long outputPadding, long dilation, long groups)
    {
        Patches.RequireOptions(stride, padding, dilation, groups);
        Require.Option(outputPadding, outputPadding >= 0 && outputPadding < stride, "0 or more, below the stride");
        Require.Shape(K, nameof(K), -1, -1, -1, -1);
        var kernels = K.shape;
        Require.Option(groups, kernels[0] % groups == 0, FormattableString.Invariant($"a divisor of the {kernels[0]} input channels"));
        Require.Shape(X, nameof(X), -1, kernels[0], -1, -1);
        Require.SameDtype((X, nameof(X)), (K, nameof(K)));
        Patches.RequireBias(X, b, kernels[1] * groups);
        return new Patches((kernels[2], kernels[3]), (stride, stride), (padding, padding), (dilation, dilation));
    }
}
