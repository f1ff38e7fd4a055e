using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Rows of a table by index: Y = W[I], with W (V, D), whole numbers I of any shape (…) and Y (…, D). A row that is looked up several
/// times gets the sum of its gradients; the padding row gets none.
/// </summary>
/// <remarks>Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 12.4.2.</remarks>
public static class Embedding
{
    /// <summary>Y = W[I].</summary>
    /// <param name="W">The table (V, D).</param>
    /// <param name="I">Indices (…), int64, from 0 to V − 1.</param>
    /// <param name="padding">The row that is not learned; none by default.</param>
    /// <returns>Y (…, D).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or an index does not fit.</exception>
    public static Tensor Forward(Tensor W, Tensor I, long? padding = null)
    {
        Check(W, I, padding);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(W.index_select(0, I.flatten()).reshape([.. I.shape, W.size(1)]));
    }

    /// <summary>dW = Σ over the places that looked a row up. Needs I, not W's value.</summary>
    /// <param name="d">Reads dY; takes dW.</param>
    /// <param name="W">As in <see cref="Forward"/>.</param>
    /// <param name="I">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="padding">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape, a dtype or an index does not fit.</exception>
    public static void Backward(Gradients d, Tensor W, Tensor I, Tensor Y, long? padding = null)
    {
        Check(W, I, padding);
        if (!d.Wants(W)) return;
        using var scope = NewDisposeScope();
        var dW = zeros_like(W).index_add_(0, I.flatten(), d[Y].reshape(-1, W.size(1)), 1);
        if (padding is { } row) dW.narrow(0, row, 1).zero_();
        d.Add(W, dW);
    }

    private static void Check(Tensor W, Tensor I, long? padding)
    {
        Require.Shape(W, nameof(W), -1, -1);
        Require.FloatingPoint(W);
        Require.Indices(I, W.size(0));
        if (padding is { } row) Require.Option(row, row >= 0 && row < W.size(0), "the index of a row of W", nameof(padding));
    }
}
