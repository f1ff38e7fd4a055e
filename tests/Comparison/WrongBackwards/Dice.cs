using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>Draws the leaves of a subject from a managed generator: the same numbers on every machine.</summary>
public sealed class Dice(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>Standard normal, float32, of that shape.</summary>
    public Tensor Normal(params long[] shape) => Fill(shape, Gaussian);

    /// <summary>Uniform between two bounds, float32, of that shape.</summary>
    public Tensor Uniform(double low, double high, params long[] shape)
        => Fill(shape, () => low + (high - low) * random.NextDouble());

    /// <summary>1 with that probability, else 0; float32, of that shape.</summary>
    public Tensor Coins(double probability, params long[] shape)
        => Fill(shape, () => random.NextDouble() < probability ? 1 : 0);

    /// <summary>One-hot rows, float32, (rows, classes).</summary>
    public Tensor OneHot(int rows, int classes)
    {
        var hot = new float[rows * classes];
        for (var row = 0; row < rows; row++) hot[row * classes + random.Next(classes)] = 1;
        return Keep(tensor(hot).reshape(rows, classes));
    }

    /// <summary>These very numbers, float32, of that shape.</summary>
    public static Tensor Exactly(long[] shape, params float[] values) => Keep(tensor(values).reshape(shape));

    /// <summary>These very indices, int64, (count,).</summary>
    public static Tensor Indices(params long[] values) => Keep(tensor(values));

    /// <summary>A leaf outlives the scope it happens to be drawn in.</summary>
    public static Tensor Keep(Tensor value) => value.DetachFromDisposeScope();

    private static Tensor Fill(long[] shape, Func<double> draw)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var index = 0; index < values.Length; index++) values[index] = (float)draw();
        return Keep(tensor(values).reshape(shape));
    }

    /// <summary>Box and Muller's transform.</summary>
    private double Gaussian()
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
