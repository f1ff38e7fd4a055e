using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks;

/// <summary>Draws a network's parameters, one after the other from one generator, float32, in the caller's dispose scope.</summary>
internal sealed class Weights(long seed) : IDisposable
{
    private readonly Generator generator = new((ulong)seed);
    private readonly List<Leaf> drawn = [];

    /// <summary>All that was drawn, in that order.</summary>
    public IReadOnlyList<Leaf> All => drawn;

    /// <summary>Gaussian numbers times √(2 / inputs of a unit), for what a rectifier follows.</summary>
    /// <remarks>Source: He, Zhang, Ren, Sun, "Delving Deep into Rectifiers" (2015), eq. 10.</remarks>
    public void He(string name, params long[] shape)
        => Gaussian(name, Math.Sqrt(2.0 / shape[1..].Aggregate(1L, (inputs, size) => inputs * size)), shape);

    /// <summary>Gaussian numbers with that standard deviation.</summary>
    public void Gaussian(string name, double deviation, params long[] shape)
        => drawn.Add(Leaf.Parameter(name, randn(shape, ScalarType.Float32, generator: generator).mul_(deviation)));

    /// <summary>One number everywhere: 0 for a bias, 1 for the weight of a normalization.</summary>
    public void Constant(string name, double value, params long[] shape)
        => drawn.Add(Leaf.Parameter(name, full(shape, value, ScalarType.Float32)));

    public void Dispose() => generator.Dispose();
}
