using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>The same computation on other values of some of its leaves.</summary>
/// <param name="computation">What is run.</param>
/// <param name="values">The other values, by the leaf's name.</param>
[System.Diagnostics.StackTraceHidden]
internal sealed class VariedComputation(Computation computation, IReadOnlyDictionary<string, Tensor> values) : Computation
{
    /// <inheritdoc />
    public override string Name => computation.Name;

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves
        => [.. computation.Leaves.Select(leaf => values.TryGetValue(leaf.Name, out var value) ? leaf with { Value = value } : leaf)];

    /// <inheritdoc />
    public override IEnumerable<Counterfactual> Counterfactuals
        => computation.Counterfactuals.Select(
            counterfactual => counterfactual with { Variant = new VariedComputation(counterfactual.Variant, values) });

    /// <inheritdoc />
    public override Tensor Forward(Trace t) => computation.Forward(t);

    /// <inheritdoc />
    public override void Backward(Trace t, Gradients d) => computation.Backward(t, d);
}
