using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>One forward pass and what autograd makes of it; its tensors live in the dispose scope it was made in.</summary>
internal sealed class AutogradRun
{
    private readonly Dictionary<string, Tensor> gradients = new(StringComparer.Ordinal);
    private HashSet<nint>? shared;

    private AutogradRun(LeafCopies leaves, Trace trace, Tensor loss)
    {
        Leaves = leaves;
        Trace = trace;
        LossItself = loss.detach();
        Loss = LossItself.to(ScalarType.Float64).item<double>();
        foreach (var name in trace.Order.Where(name => trace[name].requires_grad))
        {
            if (trace[name].grad is { } gradient) gradients.Add(name, gradient);
        }
    }

    /// <summary>The leaves as this run sees them.</summary>
    public LeafCopies Leaves { get; }

    /// <summary>The names forward gave.</summary>
    public Trace Trace { get; }

    /// <summary>The loss.</summary>
    public double Loss { get; }

    /// <summary>The loss as forward returned it.</summary>
    public Tensor LossItself { get; }

    /// <summary>Autograd's gradient of that tensor, or null where it has none.</summary>
    public Tensor? Gradient(string name) => gradients.GetValueOrDefault(name);

    /// <summary>Whether that gradient lies in memory as a copy of it would: in order, and nowhere else's.</summary>
    public bool CanLend(string name)
    {
        shared ??= [.. gradients.Values.Select(Memory.Of).CountBy(address => address).Where(place => place.Value > 1)
            .Select(place => place.Key), 0];
        return gradients[name].is_contiguous() && !shared.Contains(Memory.Of(gradients[name]));
    }

    /// <summary>The leaves and watched tensors that depend on a leaf that is differentiated, in graph order.</summary>
    public IEnumerable<string> Differentiable
    {
        get
        {
            var watched = Trace.Watched.ToHashSet(StringComparer.Ordinal);
            return Trace.Order.Where(name => Trace[name].requires_grad && (watched.Contains(name) || Leaves.Find(name) is not null));
        }
    }

    /// <summary>Runs forward and autograd's backward.</summary>
    /// <param name="computation">What is run.</param>
    /// <param name="leaves">On which leaves.</param>
    /// <param name="change">Changes each watched tensor as it is named, or null.</param>
    /// <exception cref="ArgumentException">Forward's result is not a loss that can be differentiated.</exception>
    public static AutogradRun Of(Computation computation, LeafCopies leaves, Func<string, Tensor, Tensor>? change = null)
    {
        using var recording = enable_grad();
        var trace = new RetainingTrace(leaves, change);
        var loss = computation.Forward(trace);
        Check(computation, loss);
        DemandThatNothingIsDisposed(trace, "forward");
        loss.backward();
        return new AutogradRun(leaves, trace, loss);
    }

    /// <summary>Makes sure that nothing disposed what the trace holds.</summary>
    /// <param name="by">What ran last: <c>forward</c> or <c>backward</c>.</param>
    /// <exception cref="UnusableComputationException">Something did.</exception>
    public void DemandThatNothingIsDisposed(string by) => DemandThatNothingIsDisposed(Trace, by);

    private static void DemandThatNothingIsDisposed(Trace trace, string by)
    {
        if (trace.Order.FirstOrDefault(name => trace[name].IsInvalid) is { } gone)
            throw new UnusableComputationException(
                $"{by} disposes {gone}, which the trace holds on to: do not put using before what t[…], Watch or Keep returns, "
                + "and move it out of a dispose scope that ends (MoveToOuterDisposeScope).");
    }

    private static void Check(Computation computation, Tensor loss)
    {
        if (loss is null)
            throw new UnusableComputationException(
                $"The forward pass of '{computation.Name}' returned null; a loss is one floating-point number.");
        if (loss.numel() != 1 || !loss.is_floating_point())
            throw new UnusableComputationException(
                $"The forward pass of '{computation.Name}' returned a {loss.dtype} tensor of {loss.numel()} elements; a loss is one "
                    + "floating-point number.");
        if (!loss.requires_grad)
            throw new UnusableComputationException(
                $"The loss of '{computation.Name}' does not depend on any parameter: there is nothing to differentiate. "
                + "Read the leaves through the trace, and give one the role Parameter, or all the role Input.");
    }
}
