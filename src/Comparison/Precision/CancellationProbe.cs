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

    private readonly Dictionary<string, double> chained;
    private readonly Dictionary<string, double> isolated;
    private readonly PrecisionRun high;

    /// <summary>Runs backward twice more, in the caller's dispose scope; of its gradients only the largest elements are kept.</summary>
    public CancellationProbe(Stage stage, PrecisionRun high)
    {
        this.high = high;
        var numbers = new GaussianNumbers(seed: 1);
        chained = Largest(BackwardRun.Of(stage.Computation, high.IsolatedOn, Upstream.Chained.Changed(WithRandomSigns)));
        isolated = Largest(BackwardRun.Of(stage.Computation, high.IsolatedOn, Upstream.Isolated.Changed(WithRandomSigns)));

        Tensor WithRandomSigns(Tensor gradient) => gradient * numbers.Like(gradient).sign_();
    }

    /// <summary>The elements in which the two sides of that tensor differ by more than the roundings of its terms.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="isIsolated">In the isolated run, or in the chained one.</param>
    /// <param name="pair">Its gradients in that run.</param>
    public Tensor ExceedsRounding(string name, bool isIsolated, GradientPair pair)
    {
        var terms = isolated.GetValueOrDefault(name);
        if (!isIsolated) terms = Math.Max(terms, chained.GetValueOrDefault(name));
        return ((pair.Scratch - pair.Autograd).abs_() <= Terms * UnitRoundoff.Of(high.Dtype) * terms).logical_not();
    }

    private Dictionary<string, double> Largest(BackwardRun run)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var name in high.Compared)
        {
            if (run.Gradients.Find(high.IsolatedOn.Trace[name]) is { } terms) found.Add(name, Magnitude.Of(terms));
        }

        return found;
    }
}
