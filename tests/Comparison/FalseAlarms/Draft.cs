using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>
/// A random computation in the making. It is evaluated as it grows, so that the next step can be one that fits; its leaves live
/// in the dispose scope it is made in.
/// </summary>
internal sealed class Draft
{
    private readonly Recipe recipe;
    private readonly Random random;
    private readonly Dictionary<string, Tensor> values = new(StringComparer.Ordinal);
    private readonly List<Leaf> leaves = [];
    private readonly List<Node> nodes = [];

    private Draft(Recipe recipe)
    {
        this.recipe = recipe;
        random = new Random(recipe.Seed);
        Current = Leaf(LeafRole.Parameter, [recipe.Rows, recipe.Columns]);
    }

    /// <summary>The name of the matrix that the next step starts from.</summary>
    public string Current { get; private set; }

    /// <summary>Its number of rows.</summary>
    public long Rows => values[Current].shape[0];

    /// <summary>Its number of columns.</summary>
    public long Columns => values[Current].shape[1];

    /// <summary>max − min of its elements, 0 where it has none.</summary>
    public double Range => values[Current].numel() == 0
        ? 0
        : (values[Current].max() - values[Current].min()).to(ScalarType.Float64).item<double>();

    /// <summary>
    /// Cooks a recipe; null where its forward pass is not finite in the working precision, so that there is nothing to differentiate.
    /// </summary>
    public static RandomComputation? Of(Recipe recipe)
    {
        using var unrecorded = no_grad();
        var draft = new Draft(recipe);
        if (draft.Chance(0.1)) draft.Leaf(LeafRole.Parameter, [2, 3]);
        foreach (var move in recipe.Moves) Moves.Make(draft, move);
        Moves.End(draft, recipe.Loss);
        var isFinite = draft.values.Values.All(value => !value.is_floating_point() || value.isfinite().all().item<bool>());
        return isFinite ? new RandomComputation($"{recipe}", draft.leaves, draft.nodes) : null;
    }

    /// <summary>Whether something of that probability happens.</summary>
    public bool Chance(double probability) => random.NextDouble() < probability;

    /// <summary>One of several.</summary>
    public T OneOf<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>Applies an operation and goes on from its output, or now and then not, which leaves a dead branch.</summary>
    public void Continue(Op op, params string[] inputs)
    {
        var output = $"v{nodes.Count + 1}";
        nodes.Add(new Node(op, inputs, output, IsWatched: Chance(0.85)));
        values.Add(output, op.Forward([.. inputs.Select(name => values[name])]));
        if (!Chance(0.03)) Current = output;
    }

    /// <summary>Ends with a loss.</summary>
    public void Lose(Op op, params string[] inputs)
    {
        nodes.Add(new Node(op, inputs, "loss", IsWatched: false));
        values.Add("loss", op.Forward([.. inputs.Select(name => values[name])]));
    }

    /// <summary>A leaf on the recipe's scale, or on ordinary scale.</summary>
    public string Leaf(LeafRole role, long[] shape)
        => Leaf(role, Numbers(shape, Chance(0.5) || leaves.Count == 0 ? Math.Pow(10, recipe.Exponent) : 1));

    /// <summary>The weights of a linear layer, which keep the scale of what they are given.</summary>
    public string Weights(long outputs, long inputs) => Leaf(LeafRole.Parameter, Normal([outputs, inputs]) / Math.Sqrt(inputs));

    /// <summary>A bias, now and then one that kills or saturates whole columns.</summary>
    public string Bias(long outputs) => Chance(0.1)
        ? Leaf(LeafRole.Parameter, Normal([1, outputs]) * 1e4)
        : Leaf(LeafRole.Parameter, [1, outputs]);

    /// <summary>One-hot labels for the current matrix.</summary>
    public string Labels() => Leaf(LeafRole.Constant, nn.functional.one_hot(Indices(Rows, Columns), Columns).to(ScalarType.Float64));

    /// <summary>Random signs in the shape of the current matrix.</summary>
    public string Signs() => Leaf(LeafRole.Constant, Fill([Rows, Columns], () => random.Next(2) * 2 - 1));

    /// <summary>A dropout mask, its factor included, in the shape of the current matrix.</summary>
    public string Mask() => Leaf(LeafRole.Constant, Fill([Rows, Columns], () => random.Next(10) < 7 ? 1 / 0.7 : 0));

    /// <summary>Row numbers of the current matrix, with repetitions.</summary>
    public string RowNumbers(long count) => Leaf(LeafRole.Constant, Indices(count, Rows));

    /// <summary>Everything so far that broadcasts with the current matrix; at least the matrix itself.</summary>
    public IReadOnlyList<string> Partners()
        => [.. values.Where(item => item.Value.is_floating_point() && Fits(item.Value, values[Current])).Select(item => item.Key)];

    /// <summary>Everything so far with as many rows as the current matrix.</summary>
    public IReadOnlyList<string> Neighbours()
        => [.. values.Where(item => item.Value.is_floating_point() && item.Value.shape[0] == Rows && item.Value.shape[1] < 100)
            .Select(item => item.Key)];

    // Neither may be stretched to more than is quick to compute.
    private static bool Fits(Tensor one, Tensor other)
    {
        var sizes = one.shape.Zip(other.shape).ToList();
        var size = sizes.Aggregate(1L, (product, pair) => product * Math.Max(pair.First, pair.Second));
        return sizes.All(pair => pair.First == pair.Second || pair.First == 1 || pair.Second == 1)
            && size <= Math.Max(20_000, other.numel());
    }

    private string Leaf(LeafRole role, Tensor value)
    {
        var name = $"{(role == LeafRole.Constant ? "c" : "p")}{leaves.Count + 1}";
        var typed = value.is_floating_point() ? value.to(recipe.Dtype) : value;
        leaves.Add(new Leaf(name, typed, role));
        values.Add(name, typed);
        return name;
    }

    private Tensor Numbers(long[] shape, double scale) => scale * recipe.Values switch
    {
        LeafValues.Whole => Fill(shape, () => random.Next(-1, 3)),
        LeafValues.Sparse => Fill(shape, () => random.Next(4) == 0 ? Gaussian() : 0),
        LeafValues.Constant => Fill(shape, () => 1),
        LeafValues.NearlyConstant => Fill(shape, () => 1 + 1e-3 * Gaussian()),
        LeafValues.Spread => Fill(shape, () => Gaussian() * Math.Pow(10, random.Next(-4, 3))),
        _ => Normal(shape),
    };

    private Tensor Normal(long[] shape) => Fill(shape, Gaussian);

    private Tensor Indices(long count, long below)
        => tensor([.. Enumerable.Range(0, (int)count).Select(_ => random.NextInt64(below))], ScalarType.Int64);

    private static Tensor Fill(long[] shape, Func<double> draw)
    {
        var numbers = new double[shape.Aggregate(1L, (product, size) => product * size)];
        for (var index = 0; index < numbers.Length; index++) numbers[index] = draw();
        return tensor(numbers, shape);
    }

    /// <summary>Box and Muller's transform.</summary>
    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
