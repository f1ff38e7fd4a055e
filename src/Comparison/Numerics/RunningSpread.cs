using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Numerics;

/// <summary>
/// Mean and standard deviation of each element of a tensor over several of them, which need not be there at the same time.
/// </summary>
/// <remarks>Source: Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4 (1962).</remarks>
internal sealed class RunningSpread
{
    private Tensor? mean;
    private Tensor? squares;

    /// <summary>How many have been added.</summary>
    public int Count { get; private set; }

    /// <summary>The mean.</summary>
    public Tensor Mean => mean!;

    /// <summary>The standard deviation, of two tensors or more.</summary>
    public Tensor Deviation => (squares! / (Count - 1)).sqrt();

    /// <summary>Adds one more, of the same shape as all.</summary>
    public void Add(Func<Tensor> value)
    {
        using var scope = NewDisposeScope();
        var next = value();
        Count++;
        var step = mean is null ? next : next - mean;
        var newMean = mean is null ? next.clone() : mean + step / Count;
        var newSquares = squares is null ? zeros_like(next) : squares + step * (next - newMean);
        mean?.Dispose();
        squares?.Dispose();
        (mean, squares) = scope.MoveToOuter(newMean, newSquares);
    }
}
