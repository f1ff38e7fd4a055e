using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>Steps put together at random: forward in their order, the hand-written backward of each in reverse.</summary>
/// <param name="recipe">What it was made from; its name.</param>
/// <param name="leaves">What it starts from.</param>
/// <param name="nodes">The steps; the last one's output is the loss.</param>
/// <param name="mutation">What is wrong with its backward, or null where all is right.</param>
/// <param name="style">How its backward goes on from one step to the next.</param>
internal sealed class RandomComputation(
    string recipe, IReadOnlyList<Leaf> leaves, IReadOnlyList<Node> nodes, Mutation? mutation = null, Style style = Style.Reads)
        : Computation
{
    private readonly HashSet<string> constants = [.. leaves.Where(leaf => leaf.Role == LeafRole.Constant).Select(leaf => leaf.Name)];
    private readonly IReadOnlyList<Node> used = Used(nodes);

    public override string Name => $"{recipe}: {string.Join(" ", nodes.Select(Text))}{mutation}";

    public override IReadOnlyList<Leaf> Leaves => leaves;

    /// <summary>The terms that backward adds, each the step it belongs to and the place of the input whose gradient it is.</summary>
    public IEnumerable<(Node Node, int Input)> Terms
        => from node in used
           from input in Enumerable.Range(0, node.Inputs.Length)
           where !constants.Contains(node.Inputs[input])
           select (node, input);

    /// <summary>The same computation with a mistake in its backward.</summary>
    public RandomComputation With(Mutation mistake) => new(recipe, leaves, nodes, mistake, style);

    /// <summary>The same computation with its backward written in another style, and every step watched.</summary>
    public RandomComputation In(Style other)
        => new(recipe, leaves, [.. nodes.Select((node, index) => node with { IsWatched = index < nodes.Count - 1 })], mutation, other);

    public override Tensor Forward(Trace t)
    {
        foreach (var node in nodes.SkipLast(1)) Register(t, node, node.Op.Forward(Inputs(t, node)));
        return nodes[^1].Op.Forward(Inputs(t, nodes[^1]));
    }

    public override void Backward(Trace t, Gradients d)
    {
        var own = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var node in used.Reverse())
        {
            var inputs = Inputs(t, node);
            var isLoss = node == nodes[^1];
            var dY = isLoss ? ones([], inputs[0].dtype) : style == Style.Reads ? d[t[node.Output]] : own[node.Output];
            var gradients = node.Op.Backward(inputs, isLoss ? dY : t[node.Output], dY);
            for (var input = 0; input < inputs.Length; input++) Add(t, d, own, node, input, gradients[input]);
        }
    }

    private static void Register(Trace t, Node node, Tensor value)
    {
        if (node.IsWatched) t.Watch(node.Output, value);
        else t.Keep(node.Output, value);
    }

    private static Tensor[] Inputs(Trace t, Node node) => [.. node.Inputs.Select(name => t[name])];

    private static string Text(Node node) => $"{node.Output}={node.Op.Name}({string.Join(",", node.Inputs)})";

    // A branch that does not lead to the loss has no gradient, and a right backward leaves it alone.
    private static List<Node> Used(IReadOnlyList<Node> nodes)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal) { nodes[^1].Output };
        var reached = new List<Node>();
        foreach (var node in nodes.Reverse())
        {
            if (!wanted.Contains(node.Output)) continue;
            wanted.UnionWith(node.Inputs);
            reached.Insert(0, node);
        }

        return reached;
    }

    private void Add(Trace t, Gradients d, Dictionary<string, Tensor> own, Node node, int input, Tensor? gradient)
    {
        var name = node.Inputs[input];
        if (gradient is null || constants.Contains(name)) return;
        var term = mutation is not null && mutation.IsAt(node, input) ? mutation.Apply(gradient) : gradient;
        var sum = own.TryGetValue(name, out var before) ? before + (term ?? 0) : term ?? zeros_like(gradient);
        var returned = term is null ? sum : d.Add(t[name], term);
        own[name] = style == Style.GoesOn ? returned : sum;
    }
}
