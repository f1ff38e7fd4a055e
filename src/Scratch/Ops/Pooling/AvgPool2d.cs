using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The mean of each k × k window of X (N, C, H, W), windows s apart; padding counts as zeros, as in torch. Each pixel of a window gets
/// dY / k², and one that is in several windows the sum.
/// </summary>
/// <remarks>Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 9.3.</remarks>
public static class AvgPool2d
{
    /// <summary>Y = the mean of each window.</summary>
    /// <param name="X">(N, C, H, W).</param>
    /// <param name="kernel">k, 1 or more.</param>
    /// <param name="stride">s, 1 or more; k where none is given.</param>
    /// <param name="padding">How many zeros are put at each side; at most k / 2.</param>
    /// <returns>Y (N, C, ⌊(H + 2p − k)/s⌋ + 1, the same of W).</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long kernel, long? stride = null, long padding = 0)
    {
        var step = Windows.Of(X, kernel, stride, padding).Stride.Item1;
        return nn.functional.avg_pool2d(X, [kernel, kernel], [step, step], [padding, padding]);
    }

    /// <summary>dX = Σ dY / k² over the windows that a pixel is in. Needs no value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="kernel">As in <see cref="Forward"/>.</param>
    /// <param name="stride">As in <see cref="Forward"/>.</param>
    /// <param name="padding">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, long kernel, long? stride = null, long padding = 0)
    {
        var windows = Windows.Of(X, kernel, stride, padding);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var x = X.shape;
        var area = kernel * kernel;
        // Every channel by itself, as a patch of k² equal values for each of its windows.
        var share = (d[Y] / area).flatten(0, 1).flatten(1).unsqueeze(1).expand(-1, area, -1);
        d.Add(X, windows.Fold(share, (x[2], x[3])).reshape(x));
    }
}
