using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Catalogue;

/// <summary>How the values of an argument are drawn: a tensor of that shape, float64, int64 or bool, from that generator.</summary>
internal delegate Tensor Values(Generator generator, long[] shape);

/// <summary>The domains that ops ask for.</summary>
internal static class Draw
{
    /// <summary>Standard normal.</summary>
    public static Tensor Gaussian(Generator generator, long[] shape) => randn(shape, ScalarType.Float64, generator: generator);

    /// <summary>Between a half and two and a half: the domain of a logarithm, well away from its pole.</summary>
    public static Tensor Positive(Generator generator, long[] shape) => Between(0.5, 2.5)(generator, shape);

    /// <summary>Booleans, about two of three true.</summary>
    public static Tensor Mask(Generator generator, long[] shape) => rand(shape, ScalarType.Float64, generator: generator) < 2.0 / 3;

    /// <summary>Rows of probabilities: positive, each with the sum 1 along the last axis.</summary>
    public static Tensor Probabilities(Generator generator, long[] shape) => Gaussian(generator, shape).softmax(-1);

    /// <summary>Uniform between two numbers.</summary>
    public static Values Between(double low, double high)
        => (generator, shape) => rand(shape, ScalarType.Float64, generator: generator) * (high - low) + low;

    /// <summary>Gaussian times a number.</summary>
    public static Values Scaled(double scale) => (generator, shape) => Gaussian(generator, shape) * scale;

    /// <summary>
    /// Whole numbers from 0, below <paramref name="end"/>; some occur more than once where there are more places than numbers.
    /// </summary>
    public static Values Indices(long end) => (generator, shape) => randint(0, end, shape, ScalarType.Int64, generator: generator);

    /// <summary>These numbers, whatever the shape's batch is.</summary>
    public static Values Exactly(params double[] values) => (_, shape) => tensor(values, ScalarType.Float64).reshape(shape);

    /// <summary>These whole numbers.</summary>
    public static Values Exactly(params long[] values) => (_, shape) => tensor(values, ScalarType.Int64).reshape(shape);
}
