using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Comparison.Witness;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>
/// Measures what a gradient is made of before it cancels. Backward is linear in the upstream gradients, dX = M dY, and rounds
/// in proportion to |M| |dY|, however small dX itself is. With a random sign for each element of dY nothing cancels any more: the
/// result is as large as the terms.
/// </summary>
/// <remarks>Source: Higham, "Accuracy and Stability of Numerical Algorithms" (2002), section 3.5, for the bound.</remarks>
internal sealed class CancellationProbe
{
    /// <summary>Roundings of this many terms, each as large as the largest.</summary>
    private const double Terms = 1000;

    private readonly PrecisionRun high;
    private readonly BackwardRun chained;
    private readonly BackwardRun isolated;

    /// <summary>Runs backward twice more, in the caller's dispose scope.</summary>
    public CancellationProbe(Stage stage, PrecisionRun high)
    {
        this.high = high;
        var numbers = new GaussianNumbers(seed: 1);
        chained = BackwardRun.Of(stage.Computation, high.IsolatedOn, Upstream.Chained.Changed(WithRandomSigns));
        isolated = BackwardRun.Of(stage.Computation, high.IsolatedOn, Upstream.Isolated.Changed(WithRandomSigns));

        Tensor WithRandomSigns(Tensor gradient) => gradient * numbers.Like(gradient).sign();
    }

    /// <summary>The elements in which the two sides of that tensor differ by more than the roundings of its terms.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="isIsolated">In the isolated run, or in the chained one.</param>
    /// <param name="pair">Its gradients in that run.</param>
    public Tensor ExceedsRounding(string name, bool isIsolated, GradientPair pair)
    {
        var difference = (pair.Scratch - pair.Autograd).abs();
        var terms = Largest(isolated, name);
        if (!isIsolated) terms = Math.Max(terms, Largest(chained, name));
        return (difference <= Terms * UnitRoundoff.Of(high.Dtype) * terms).logical_not();
    }

    private double Largest(BackwardRun run, string name)
        => run.Gradients.Find(high.IsolatedOn.Trace[name]) is { } terms && terms.numel() > 0 ? terms.abs().max().item<double>() : 0;
}
