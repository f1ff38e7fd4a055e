using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison;

/// <summary>Runs the hand-written backward and autograd on the same forward pass, and compares what they say.</summary>
public static class Comparer
{
    /// <summary>Compares every parameter's and every watched intermediate's gradient.</summary>
    /// <param name="computation">Whose backward to check; its leaves are copied, not changed.</param>
    /// <param name="options">Device, dtype, tolerance and what to keep; null for the defaults.</param>
    /// <returns>The report; it holds no tensors.</returns>
    /// <exception cref="ArgumentException">The computation has no loss to differentiate, or no floating-point leaf.</exception>
    public static ComparisonReport Run(Computation computation, ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(computation);
        options ??= new ComparisonOptions();
        using var scope = NewDisposeScope();
        var dtype = options.Dtype ?? WorkingPrecision(computation);
        var tolerance = options.Tolerance ?? Tolerance.For(dtype);
        var leaves = LeafCopies.Of(computation.Leaves, options.Device, options.Dtype, options.Inputs);
        var autograd = AutogradRun.Of(computation, leaves);
        var scratch = BackwardRun.Of(computation, autograd);
        var judge = new Judge(autograd, scratch, tolerance, options);
        return new ComparisonReport
        {
            Computation = computation.Name,
            Device = options.Device.ToString(),
            Dtype = dtype,
            Tolerance = tolerance,
            Strict = options.Strict,
            Loss = autograd.Loss,
            Failure = scratch.Failure,
            Tensors = [.. autograd.Compared.Select(judge.Report)],
        };
    }

    private static ScalarType WorkingPrecision(Computation computation)
    {
        var parameter = computation.Leaves.FirstOrDefault(leaf => leaf.Role == LeafRole.Parameter && leaf.Value.is_floating_point());
        return parameter?.Value.dtype ?? throw new ArgumentException(
            $"'{computation.Name}' has no floating-point parameter; there is no gradient to compare. Give a leaf the role Parameter.", nameof(computation));
    }
}
