using System.Diagnostics;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>A computation whose runs are told of as they begin, once a second at most: who waits for it sees that it goes on.</summary>
/// <param name="computation">What is run.</param>
/// <param name="tell">Told how far it has come.</param>
[StackTraceHidden]
internal sealed class WatchedComputation(Computation computation, Action<RunProgress> tell) : Computation
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);

    private RunProgress progress = new() { Running = "" };
    private long told;

    /// <inheritdoc />
    public override string Name => computation.Name;

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves => computation.Leaves;

    /// <inheritdoc />
    public override IEnumerable<Counterfactual> Counterfactuals => computation.Counterfactuals;

    /// <inheritdoc />
    public override Tensor Forward(Trace t)
    {
        var start = Began("forward", isFirst: progress.Forward is null);
        var loss = computation.Forward(t);
        progress = progress with { Ended = progress.Ended + 1, Forward = progress.Forward ?? Seconds(start) };
        return loss;
    }

    /// <inheritdoc />
    public override Tensor? ReferenceForward(Trace t) => computation.ReferenceForward(t);

    /// <inheritdoc />
    public override void Backward(Trace t, Gradients d)
    {
        var start = Began("backward", isFirst: progress.Backward is null);
        computation.Backward(t, d);
        progress = progress with { Ended = progress.Ended + 1, Backward = progress.Backward ?? Seconds(start) };
    }

    private static double Seconds(long start) => Stopwatch.GetElapsedTime(start).TotalSeconds;

    private long Began(string what, bool isFirst)
    {
        progress = progress with { Running = what };
        var now = Stopwatch.GetTimestamp();
        if (!isFirst && Stopwatch.GetElapsedTime(told, now) < Often) return now;
        told = now;
        tell(progress);
        return now;
    }
}
