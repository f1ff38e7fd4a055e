using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Data;

/// <summary>The tensors of one batch. They live in the dispose scope in which the batch was made.</summary>
/// <param name="x">See <see cref="X"/>.</param>
/// <param name="y">See <see cref="Y"/>.</param>
/// <param name="labels">See <see cref="Labels"/>.</param>
internal sealed class Batch(Tensor x, Tensor y, Tensor labels)
{
    /// <summary>Standardized features, float32 (N, features).</summary>
    public Tensor X { get; } = x;

    /// <summary>One-hot targets, float32 (N, classes).</summary>
    public Tensor Y { get; } = y;

    /// <summary>The class of each row, int64 (N): what an accuracy is counted against.</summary>
    public Tensor Labels { get; } = labels;
}
