using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>What every call of one sample starts from: the same values in float64, and the same state of the random generator.</summary>
internal sealed class FunctionStage(FunctionSample sample)
{
    private readonly Tensor randomState = get_rng_state();

    /// <summary>The sample.</summary>
    public FunctionSample Sample => sample;

    /// <summary>The names of the inputs that need a gradient, in the sample's order.</summary>
    public IReadOnlyList<string> Needing { get; } = [.. sample.Inputs.Where(NeedsGradient).Select(leaf => leaf.Name)];

    /// <summary>Whether a gradient is checked for that input.</summary>
    public static bool NeedsGradient(Leaf leaf) => LeafCopies.IsDifferentiated(leaf, inputs: true);

    /// <summary>A fresh call.</summary>
    /// <param name="needing">The inputs that are to need a gradient in it.</param>
    public FunctionCall Call(IReadOnlyCollection<string> needing)
    {
        var leaves = LeafCopies.Of(sample.Inputs, CPU, ScalarType.Float64, inputs: true);
        foreach (var (leaf, value) in leaves.Items)
        {
            if (value.requires_grad && !needing.Contains(leaf.Name)) value.requires_grad_(false);
        }

        ResetRandomNumbers();
        using var recording = enable_grad();
        return new FunctionCall(leaves, sample.Apply);
    }

    /// <summary>A call on other values.</summary>
    /// <param name="values">By input; a graph is recorded for those that need a gradient.</param>
    public FunctionCall CallOn(IReadOnlyDictionary<string, Tensor> values)
    {
        ResetRandomNumbers();
        using var recording = enable_grad();
        return new FunctionCall(new LeafCopies([.. sample.Inputs.Select(leaf => (leaf, values[leaf.Name]))]), sample.Apply);
    }

    /// <summary>Every call draws the same random numbers.</summary>
    public void ResetRandomNumbers() => set_rng_state(randomState);

    /// <summary>L = Σₖ ⟨Rₖ, yₖ⟩, whose gradient is what backward makes of the upstream gradients Rₖ.</summary>
    /// <param name="upstream">Rₖ for each output yₖ; null leaves the output out.</param>
    public Computation Loss(IReadOnlyList<Tensor?> upstream) => Computation.From(
        sample.Name,
        sample.Inputs,
        trace =>
        {
            ResetRandomNumbers();
            return sample.Apply(trace)
                .Zip(upstream, (y, R) => R is null ? null : (y * R).sum())
                .OfType<Tensor>()
                .Aggregate((sum, term) => sum + term);
        },
        (_, _) => { });
}
