using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>
/// A custom function as a computation, so that it can be diagnosed like one: its own forward, differentiated by autograd, is the reference,
/// and its backward is the side written by hand.
/// </summary>
/// <param name="stage">The sample.</param>
/// <param name="upstream">Rₖ for each output yₖ; null leaves the output out.</param>
internal sealed class FunctionComputation(FunctionStage stage, IReadOnlyList<Tensor?> upstream) : Computation
{
    /// <inheritdoc />
    public override string Name => stage.Sample.Name;

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves { get; } =
        [.. stage.Sample.Inputs.Select(leaf => FunctionStage.NeedsGradient(leaf) ? leaf with { Role = LeafRole.Parameter } : leaf)];

    /// <inheritdoc />
    public override Tensor Forward(Trace t)
    {
        var node = OnlyNode(stage.CallOn(Values(t)));
        stage.ResetRandomNumbers();
        var outputs = node.Forward([.. Leaves.Select(leaf => t[leaf.Name])])
            ?? throw new NotSupportedException("TorchSharp keeps its records of custom functions otherwise.");
        return outputs.Zip(upstream)
            .Select((pair, index) => pair.Second is null
                ? null
                : (t.Watch(OutputName(index), pair.First) * pair.Second.to(pair.First.dtype)).sum())
            .OfType<Tensor>()
            .Aggregate((sum, term) => sum + term);
    }

    /// <inheritdoc />
    public override void Backward(Trace t, Gradients d)
    {
        var used = upstream.Index().Where(output => output.Item is not null).ToList();
        foreach (var (index, R) in used) d.Add(t[OutputName(index)], R!.to(t[OutputName(index)].dtype));
        var node = OnlyNode(stage.CallOn(Values(t)));
        var place = node.Place ?? new SourceLocation("", 0, "backward");
        var gradients = node.Backward([.. upstream.Select((R, index) => R is null ? null : d[t[OutputName(index)]])]) ?? [];
        foreach (var (leaf, gradient) in Leaves.Zip(gradients))
        {
            if (gradient is { IsInvalid: false } && FunctionStage.NeedsGradient(leaf))
                d.Add(t[leaf.Name], gradient, place.File, place.Line, place.Member);
        }
    }

    private string OutputName(int index)
    {
        var name = upstream.Count == 1 ? "Y" : FormattableString.Invariant($"Y{index + 1}");
        return Leaves.Any(leaf => leaf.Name == name) ? $"output {name}" : name;
    }

    // A graph of its own: the function's record of one call cannot serve two.
    private Dictionary<string, Tensor> Values(Trace t) => Leaves.ToDictionary(
        leaf => leaf.Name, leaf => t[leaf.Name].detach().clone().requires_grad_(FunctionStage.NeedsGradient(leaf)), StringComparer.Ordinal);

    // Which arguments a call had is not recorded. Where the sample hands over its inputs, all of them and in order, it is known.
    private FunctionNode OnlyNode(FunctionCall call)
        => call.Nodes is [var node] && node.TakesTensorsOnly(Leaves.Count) && node.Outputs.Count == upstream.Count
            ? node
            : throw new NotSupportedException("The sample is more than one call of a custom function with its inputs.");
}
