using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Where a kernel lies on an image: an image's patches as the columns of a matrix, one for each place of the kernel, make a convolution a
/// product. <see cref="Unfold"/> takes them out (im2col); its transpose, <see cref="Fold"/>, adds them up again where they overlap
/// (col2im).
/// </summary>
/// <param name="Kernel">Its height and width.</param>
/// <param name="Stride">From one place to the next, down and across.</param>
/// <param name="Padding">Zeros around the image, at each end.</param>
/// <param name="Dilation">From one row or column of the kernel to the next, on the image.</param>
internal readonly record struct Patches((long, long) Kernel, (long, long) Stride, (long, long) Padding, (long, long) Dilation)
{
    /// <summary>The kernel's places on an image, down and across.</summary>
    public (long Down, long Across) Places(long height, long width)
        => (
            Places(height, Kernel.Item1, Stride.Item1, Padding.Item1, Dilation.Item1),
            Places(width, Kernel.Item2, Stride.Item2, Padding.Item2, Dilation.Item2));

    /// <summary>The size of the image whose patches these places are.</summary>
    public (long Height, long Width) Image(long down, long across, long extra)
        => (
            Image(down, Kernel.Item1, Stride.Item1, Padding.Item1, Dilation.Item1) + extra,
            Image(across, Kernel.Item2, Stride.Item2, Padding.Item2, Dilation.Item2) + extra);

    /// <summary>(N, channels, H, W) as (N, channels · k · l, places).</summary>
    public Tensor Unfold(Tensor image) => nn.functional.unfold(image, Kernel, Dilation, Padding, Stride);

    /// <summary>(N, channels · k · l, places) added up to (N, channels, H, W).</summary>
    public Tensor Fold(Tensor columns, (long, long) size) => nn.functional.fold(columns, size, Kernel, Dilation, Padding, Stride);

    /// <summary>Refuses options that no kernel can have.</summary>
    public static void RequireOptions(long stride, long padding, long dilation, long groups)
    {
        Require.Option(stride, stride >= 1, "1 or more");
        Require.Option(padding, padding >= 0, "0 or more");
        Require.Option(dilation, dilation >= 1, "1 or more");
        Require.Option(groups, groups >= 1, "1 or more");
    }

    /// <summary>Refuses a bias that is not one number for each output channel.</summary>
    public static void RequireBias(Tensor X, Tensor? b, long channels)
    {
        if (b is null) return;
        Require.Shape(b, nameof(b), channels);
        Require.SameDtype((X, nameof(X)), (b, nameof(b)));
    }

    private static long Places(long size, long kernel, long stride, long padding, long dilation)
        => (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;

    private static long Image(long places, long kernel, long stride, long padding, long dilation)
        => (places - 1) * stride - 2 * padding + dilation * (kernel - 1) + 1;
}
