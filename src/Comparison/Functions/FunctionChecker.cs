using ScratchVsAutograd.Comparison.Functions;
using ScratchVsAutograd.Comparison.Numerics;
using static TorchSharp.torch;

namespace ScratchVsAutograd;

// This folder: custom autograd functions. A FunctionInvestigation calls the sample (FunctionStage, FunctionCall, each backward first
// through Rehearsal), holds its gradients against finite differences (MeasuredGradient) and its conduct to the FunctionContract, and has
// InputReporter judge each input; FunctionCause says why.

/// <summary>
/// Checks the backward of a custom autograd function, on the CPU in float64: every element against finite differences, under random
/// upstream gradients; and its contract: it takes upstream gradients in any memory layout, does not care which inputs need a gradient
/// or which outputs are used, changes nothing in place, and gives the same answer twice.
/// </summary>
public static class FunctionChecker
{
    /// <summary>Checks one sample.</summary>
    /// <param name="sample">The call; it runs some dozen times, and forward once or twice an element of its inputs.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <returns>The report; it holds no tensors. A function that throws is reported, not thrown on.</returns>
    /// <remarks>
    /// An exception that escapes from a function's backward would end the process, so each backward is first called from here, where
    /// it can be caught, with the same upstream gradients. Checks that are asked for at the same time wait for each other; besides them
    /// no other thread should call custom functions meanwhile: the calls of one sample are told by when they appear.
    /// </remarks>
    /// <exception cref="ArgumentException">No input needs a gradient.</exception>
    public static FunctionReport Run(FunctionSample sample, FunctionCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (!sample.Inputs.Any(FunctionStage.NeedsGradient))
            throw new ArgumentException(
                $"No input of '{sample.Name}' needs a gradient; give a floating-point one the role {nameof(LeafRole.Parameter)} or "
                + $"{nameof(LeafRole.Input)}.", nameof(sample));
        lock (RandomGenerator.OneAtATime)
        {
            using var scope = NewDisposeScope();
            return new FunctionInvestigation(sample, options ?? new FunctionCheckOptions()).Report();
        }
    }
}
