using ScratchVsAutograd.Comparison.Witness;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// Moves each element of a leaf by a random relative amount of a few units in the last place of the working precision: the
/// same problem, with other roundings.
/// </summary>
/// <param name="Seed">The same seed moves the same leaves by the same amounts, in every run.</param>
/// <param name="Relative">The standard deviation of the relative amount.</param>
internal sealed record LeafJitter(ulong Seed, double Relative)
{
    /// <summary>What moves the leaves of one run, one after the other; results are float64.</summary>
    public Func<Tensor, Tensor> Begin()
    {
        var numbers = new GaussianNumbers(Seed);
        return value =>
        {
            using var scope = NewDisposeScope();
            var exact = value.to(ScalarType.Float64);
            return scope.MoveToOuter(exact * (1 + Relative * numbers.Like(exact)));
        };
    }
}
