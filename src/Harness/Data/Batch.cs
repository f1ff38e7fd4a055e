using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Data;

/// <summary>The tensors of one batch. They live in the dispose scope in which the batch was made.</summary>
/// <param name="x">See <see cref="X"/>.</param>
/// <param name="y">See <see cref="Y"/>.</param>
/// <param name="labels">See <see cref="Labels"/>.</param>
internal sealed class Batch(Tensor x, Tensor y, Tensor labels)
{
    /// <summary>Standardized features (N, features), float32 as the data set makes it.</summary>
    public Tensor X { get; } = x;

    /// <summary>The features of digits as images (N, 1, 8, 8).</summary>
    public Tensor Images => X.reshape(-1, 1, Digits.Side, Digits.Side);

    /// <summary>One-hot targets (N, classes), of the dtype of X.</summary>
    public Tensor Y { get; } = y;

    /// <summary>The class of each row, int64 (N): what an accuracy is counted against.</summary>
    public Tensor Labels { get; } = labels;

    /// <summary>Some of its rows, in the caller's dispose scope.</summary>
    /// <param name="rows">Their numbers from 0, int64 (n,).</param>
    public Batch Rows(Tensor rows) => new(X.index_select(0, rows), Y.index_select(0, rows), Labels.index_select(0, rows));

    /// <summary>The same batch in another precision and place, in the caller's dispose scope; labels stay int64.</summary>
    /// <param name="dtype">What <see cref="X"/> and <see cref="Y"/> are cast to.</param>
    /// <param name="device">Where all three are to be.</param>
    public Batch To(ScalarType dtype, Device device) => new(X.to(dtype, device), Y.to(dtype, device), Labels.to(device));
}
