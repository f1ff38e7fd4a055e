using static TorchSharp.torch;

namespace ScratchVsAutograd;

/// <summary>
/// One call of a custom autograd function (TorchSharp's <c>SingleTensorFunction</c> or <c>MultiTensorFunction</c>) and the values to
/// call it with.
/// </summary>
public sealed class FunctionSample
{
    /// <summary>A call with one output.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="inputs">
    /// The values, copied for every call and cast to float64 where they are floating point. A <see cref="LeafRole.Constant"/> needs no
    /// gradient; parameters and inputs do. Values away from kinks show most.
    /// </param>
    /// <param name="apply">The call: <c>t => LinearFunction.apply(t["X"], t["W"])</c>.</param>
    public FunctionSample(string name, IReadOnlyList<Leaf> inputs, Func<Trace, Tensor> apply)
        : this(name, inputs, trace => (IReadOnlyList<Tensor>)[apply(trace)])
    {
    }

    /// <summary>A call with several outputs.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="inputs">The values, as for one output.</param>
    /// <param name="apply">The call: <c>t => SplitFunction.apply(t["X"])</c>.</param>
    public FunctionSample(string name, IReadOnlyList<Leaf> inputs, Func<Trace, IReadOnlyList<Tensor>> apply)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(apply);
        (Name, Inputs, Apply) = (name, inputs, apply);
    }

    /// <summary>The name in reports.</summary>
    public string Name { get; }

    /// <summary>The values that the function is called with.</summary>
    public IReadOnlyList<Leaf> Inputs { get; }

    /// <summary>The call.</summary>
    public Func<Trace, IReadOnlyList<Tensor>> Apply { get; }
}
