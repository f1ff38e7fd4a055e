using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Experiments.Notebook;

/// <summary>How the weights start: standard Gaussian numbers, as they are or scaled. Biases start at zero.</summary>
internal sealed class WeightInitialization
{
    private readonly Func<int, double> scale;

    private WeightInitialization(string name, Func<int, double> scale)
    {
        Name = name;
        this.scale = scale;
    }

    /// <summary>
    /// Every weight matrix times √(2 / features), features being those of the input also in deeper layers, as the notebook
    /// has it; He et al., "Delving Deep into Rectifiers" (2015), eq. 10, would use each layer's own number of inputs.
    /// </summary>
    public static WeightInitialization He { get; } = new("he", features => Math.Sqrt(2.0 / features));

    /// <summary>The numbers as they are.</summary>
    public static WeightInitialization Randn { get; } = new("randn", _ => 1);

    /// <summary>All there are, the default first.</summary>
    public static IReadOnlyList<WeightInitialization> All { get; } = [He, Randn];

    /// <summary>What <c>--init</c> calls it.</summary>
    public string Name { get; }

    /// <summary>
    /// Seeds the global generator and draws W1, W2, … from it, always in float32: every dtype starts from the same network,
    /// and a seed gives the weights that it gives in PyTorch.
    /// </summary>
    /// <param name="seed">The seed.</param>
    /// <param name="widths">Features, the hidden layers' widths, classes: two numbers or more, each 1 or more.</param>
    /// <returns>W (out, in) and B (1, out) of each layer, float32, in the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">There are fewer than two widths, or one is below 1.</exception>
    public IReadOnlyList<(Tensor W, Tensor B)> Draw(long seed, IReadOnlyList<int> widths)
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Count < 2 || widths.Any(width => width < 1))
            throw new ArgumentException(
                $"The widths are [{string.Join(", ", widths)}]; expected two or more, each 1 or more.", nameof(widths));

        var factor = scale(widths[0]);
        random.manual_seed(seed);
        return [.. widths.Zip(widths.Skip(1), (inputs, outputs) => Layer(inputs, outputs, factor))];
    }

    /// <inheritdoc />
    public override string ToString() => Name;

    private static (Tensor W, Tensor B) Layer(int inputs, int outputs, double factor)
        => (randn(outputs, inputs, ScalarType.Float32).mul_(factor), zeros(1, outputs, ScalarType.Float32));
}
