using ScratchVsAutograd.Comparison.Judging;

namespace ScratchVsAutograd;

/// <summary>Runs the hand-written backward and autograd on the same forward pass, and compares what they say.</summary>
public static class Comparer
{
    /// <summary>Compares every parameter's and every watched intermediate's gradient.</summary>
    /// <param name="computation">Whose backward to check; its leaves are copied, not changed.</param>
    /// <param name="options">Device, dtype, tolerance and what to keep; null for the defaults.</param>
    /// <returns>The report; it holds no tensors.</returns>
    /// <remarks>From any thread; comparisons that are asked for at the same time, as by tests in parallel, wait for each other.</remarks>
    /// <exception cref="ArgumentException">The computation has no loss to differentiate, or no floating-point leaf.</exception>
    public static ComparisonReport Run(Computation computation, ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(computation);
        return Investigation.Run(computation, options ?? new ComparisonOptions());
    }
}
