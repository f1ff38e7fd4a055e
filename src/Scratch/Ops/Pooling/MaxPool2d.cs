using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The largest pixel of each k × k window of X (N, C, H, W), windows s apart: each element of Y passes its gradient to the pixel it was
/// taken from, the first of several that are equal, as in torch. A pixel that won in several windows gets the sum.
/// </summary>
/// <remarks>Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 9.3.</remarks>
public static class MaxPool2d
{
    /// <summary>Y = the maximum of each window.</summary>
    /// <param name="X">(N, C, H, W).</param>
    /// <param name="kernel">k, 1 or more.</param>
    /// <param name="stride">s, 1 or more; k where none is given.</param>
    /// <param name="padding">How many pixels of −∞ are put at each side; at most k / 2.</param>
    /// <returns>Y (N, C, ⌊(H + 2p − k)/s⌋ + 1, the same of W), and where in its H · W pixels each was found, int64.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static (Tensor Y, Tensor Places) Forward(Tensor X, long kernel, long? stride = null, long padding = 0)
    {
        var windows = Windows.Of(X, kernel, stride, padding);
        var step = windows.Stride.Item1;
        return nn.functional.max_pool2d_with_indices(X, [kernel, kernel], [step, step], [padding, padding]);
    }

    /// <summary>dX = Σ dY over the windows in which a pixel won. Needs the places, not X's value or Y's.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="Places">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">The places are not of Y's shape.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, Tensor Places)
    {
        Require.Shape(Places, nameof(Places), Y.shape);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, zeros_like(X).flatten(2).scatter_add_(2, Places.flatten(2), d[Y].flatten(2)).reshape(X.shape));
    }
}
