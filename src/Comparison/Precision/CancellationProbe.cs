using ScratchVsAutograd.Comparison.Numerics;
using ScratchVsAutograd.Comparison.Runs;

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

    private readonly GaussianNumbers numbers = new(seed: 1);
    private readonly Lazy<Dictionary<string, double>> chained;
    private readonly Lazy<Dictionary<string, double>> isolated;
    private readonly PrecisionRun high;

    /// <summary>
    /// Runs backward once more when it is asked, and another time where the chained run is in doubt; only the largest elements are kept.
    /// </summary>
    public CancellationProbe(Stage stage, PrecisionRun high)
    {
        this.high = high;
        chained = new(() => Largest(stage, Upstream.Chained));
        isolated = new(() => Largest(stage, Upstream.Isolated));
    }

    /// <summary>Whether the two sides of that tensor differ by more than the roundings of its terms.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="isIsolated">In the isolated run, or in the chained one.</param>
    /// <param name="difference">By how much they differ in that run.</param>
    public bool ExceedsRounding(string name, bool isIsolated, double difference)
    {
        var terms = isolated.Value.GetValueOrDefault(name);
        if (!isIsolated) terms = Math.Max(terms, chained.Value.GetValueOrDefault(name));
        return !(difference <= Terms * UnitRoundoff.Of(high.Dtype) * terms);
    }

    private Dictionary<string, double> Largest(Stage stage, Upstream upstream)
    {
        var signs = upstream.Changed(gradient => numbers.Like(gradient).sign_().to(gradient.dtype).mul_(gradient)) with
        {
            IsObserved = false,
        };
        var found = Largest(BackwardRun.Of(stage.Computation, high.IsolatedOn, signs));
        Unowned.Tidy();
        return found;
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
