using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Maps between image sizes that treat rows and columns alike and apart: Y = R X Cᵀ on the last two axes, with a matrix R (h, H) for the
/// rows and C (w, W) for the columns. So dX = Rᵀ dY C.
/// </summary>
internal static class Resampling
{
    /// <summary>R X Cᵀ.</summary>
    public static Tensor Apply(Tensor X, Tensor R, Tensor C) => R.matmul(X).matmul(C.t());

    /// <summary>Rᵀ dY C.</summary>
    public static Tensor Transposed(Tensor dY, Tensor R, Tensor C) => R.t().matmul(dY).matmul(C);

    /// <summary>A matrix with one row for each pixel of the result, from the weights of the pixels that it is made of.</summary>
    /// <param name="to">h.</param>
    /// <param name="from">H.</param>
    /// <param name="weights">The pixels of row i and their weights; a pixel that is named twice gets both.</param>
    /// <param name="like">Whose dtype and device it has.</param>
    public static Tensor Matrix(long to, long from, Func<long, IEnumerable<(long Pixel, double Weight)>> weights, Tensor like)
    {
        var matrix = new double[to, from];
        for (var row = 0L; row < to; row++)
        {
            foreach (var (pixel, weight) in weights(row)) matrix[row, pixel] += weight;
        }

        return tensor(matrix, like.dtype, like.device);
    }
}
