using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// A computation whose backward may take so long and no longer. It runs on a thread of its own, which is left behind where it
/// does not return: it can write nothing any more, and it does not keep the process alive.
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class TimedComputation(Computation computation, TimeSpan timeout) : Computation
{
    private bool isHung;

    /// <inheritdoc />
    public override string Name => computation.Name;

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves => computation.Leaves;

    /// <inheritdoc />
    public override IEnumerable<Counterfactual> Counterfactuals => computation.Counterfactuals;

    /// <inheritdoc />
    public override Tensor Forward(Trace t) => computation.Forward(t);

    /// <inheritdoc />
    public override Tensor? ReferenceForward(Trace t) => computation.ReferenceForward(t);

    /// <inheritdoc />
    /// <exception cref="TimeoutException">It did not return in time, now or before: it is not waited for twice.</exception>
    public override void Backward(Trace t, Gradients d)
    {
        if (isHung) throw DidNotReturn();
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(() => thrown = Run(t, d)) { IsBackground = true };
        thread.Start();
        if (thread.Join(timeout))
        {
            thrown?.Throw();
            return;
        }

        isHung = true;
        (d as RecordingGradients)?.Close();
        throw DidNotReturn();
    }

    private ExceptionDispatchInfo? Run(Trace t, Gradients d)
    {
        using var unrecorded = no_grad();
        using var scope = NewDisposeScope();
        try
        {
            return Unowned.By<ExceptionDispatchInfo?>(() =>
            {
                computation.Backward(t, d);
                return null;
            });
        }
        catch (Exception exception)
        {
            // Thrown again on the thread that waits.
            return ExceptionDispatchInfo.Capture(exception);
        }
    }

    private TimeoutException DidNotReturn()
        => new(
            FormattableString.Invariant(
                $"it did not return within {timeout.TotalSeconds:0.###} s; what it had written by then is judged."));
}
