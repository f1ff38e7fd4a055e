using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>One call of a sample with a graph of its own; its tensors live in the dispose scope it was made in.</summary>
internal sealed class FunctionCall
{
    private readonly LeafCopies leaves;
    private readonly Dictionary<string, ulong> before;

    /// <summary>Calls the function.</summary>
    public FunctionCall(LeafCopies leaves, Func<Trace, IReadOnlyList<Tensor>> apply)
    {
        this.leaves = leaves;
        before = leaves.Items.ToDictionary(item => item.Leaf.Name, item => Fingerprint.Of(item.Value), StringComparer.Ordinal);
        var alive = FunctionNode.Alive().ToHashSet();
        Outputs = apply(new Trace(leaves.ByName));
        Nodes = [.. FunctionNode.Alive().Where(node => !alive.Contains(node))];
    }

    /// <summary>What the function returned.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>The custom functions that were called, each once for every call.</summary>
    public IReadOnlyList<FunctionNode> Nodes { get; }

    /// <summary>The inputs that are no longer what they were.</summary>
    public IReadOnlyList<string> Changed
        => [.. leaves.Items.Where(item => Fingerprint.Of(item.Value) != before[item.Leaf.Name]).Select(item => item.Leaf.Name)];

    /// <summary>Runs autograd from the outputs back to the inputs, and takes the inputs' gradients away.</summary>
    /// <param name="upstream">One for each output; null for an output that is not used.</param>
    /// <returns>By input; an input without a gradient is not in it.</returns>
    public IReadOnlyDictionary<string, Tensor> Backward(IReadOnlyList<Tensor?> upstream)
    {
        var used = Outputs.Zip(upstream).Where(pair => pair.Second is not null).ToList();
        autograd.backward([.. used.Select(pair => pair.First)], [.. used.Select(pair => pair.Second!)], retain_graph: true);
        var gradients = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (leaf, value) in leaves.Items)
        {
            if (!value.requires_grad || value.grad is not { } gradient) continue;
            gradients.Add(leaf.Name, gradient.clone());
            gradient.zero_();
        }

        return gradients;
    }
}
