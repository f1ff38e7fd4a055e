using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>One forward and backward through autograd, rehearsed before.</summary>
internal sealed record Trial
{
    /// <summary>Why it stopped, in a sentence; null where it ran to its end.</summary>
    public string? Failure { get; private init; }

    /// <summary>What the function returned.</summary>
    public IReadOnlyList<Tensor> Outputs { get; private init; } = [];

    /// <summary>By input; an input without a gradient is not in it.</summary>
    public IReadOnlyDictionary<string, Tensor> Gradients { get; private init; } = new Dictionary<string, Tensor>();

    /// <summary>The same from a second backward on the same graph.</summary>
    public IReadOnlyDictionary<string, Tensor> Again { get; private init; } = new Dictionary<string, Tensor>();

    /// <summary>The inputs that forward changed.</summary>
    public IReadOnlyList<string> ChangedByForward { get; private init; } = [];

    /// <summary>The inputs that backward changed.</summary>
    public IReadOnlyList<string> ChangedByBackward { get; private init; } = [];

    /// <summary>Whether backward changed its upstream gradient.</summary>
    public bool ChangesUpstream { get; private init; }

    /// <summary>Whether two calls of backward in a row returned the same.</summary>
    public bool Repeats { get; private init; } = true;

    /// <summary>Calls the function and runs its backward.</summary>
    /// <param name="stage">The sample.</param>
    /// <param name="needing">The inputs that are to need a gradient.</param>
    /// <param name="upstream">Makes the upstream gradients anew: a backward may change them.</param>
    public static Trial Of(FunctionStage stage, IReadOnlyCollection<string> needing, Func<UpstreamGradients> upstream)
    {
        FunctionCall rehearsed, call;
        try
        {
            rehearsed = stage.Call(needing);
            call = stage.Call(needing);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Trial { Failure = StopSentence.Of("forward", exception) };
        }

        var rehearsal = Rehearsal.Of(rehearsed, upstream());
        return rehearsal.Failure is { } failure ? new Trial { Failure = failure } : Of(call, rehearsal, upstream);
    }

    private static Trial Of(FunctionCall call, Rehearsal rehearsal, Func<UpstreamGradients> upstream)
    {
        var byForward = call.Changed;
        var touches = rehearsal.ChangesUpstream || rehearsal.Changed.Count > 0;
        try
        {
            var gradients = call.Backward(upstream().Values);
            return new Trial
            {
                Outputs = call.Outputs,
                Gradients = gradients,
                Again = touches ? gradients : call.Backward(upstream().Values),
                ChangedByForward = byForward,
                ChangedByBackward = [.. rehearsal.Changed.Except(byForward)],
                ChangesUpstream = rehearsal.ChangesUpstream,
                Repeats = rehearsal.Repeats,
            };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Trial { Failure = $"autograd refused what backward returned: {exception.Message.Split('\n', 2)[0].TrimEnd()}" };
        }
    }
}
