using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>The k × k windows that pooling moves over images (N, C, H, W).</summary>
internal static class Windows
{
    /// <summary>Refuses windows that do not fit.</summary>
    public static Patches Of(Tensor X, long kernel, long? stride, long padding)
    {
        Require.Shape(X, nameof(X), -1, -1, -1, -1);
        Require.FloatingPoint(X);
        Require.Option(kernel, kernel >= 1, "1 or more");
        if (stride is { } given) Require.Option(given, given >= 1, "1 or more", nameof(stride));
        Require.Option(padding, padding >= 0
            && padding <= kernel / 2, FormattableString.Invariant($"0 to {kernel / 2}, half of the kernel"));
        var x = X.shape;
        if (x[2] + 2 * padding < kernel || x[3] + 2 * padding < kernel)
            throw new ArgumentException(
                FormattableString.Invariant($"X has shape {Require.Text(x)}, smaller than a window of {kernel}."), nameof(X));
        var step = stride ?? kernel;
        return new Patches((kernel, kernel), (step, step), (padding, padding), (1, 1));
    }
}
