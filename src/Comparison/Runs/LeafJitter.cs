using ScratchVsAutograd.Comparison.Numerics;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>Moves each element of a leaf by a small random relative amount: the same problem, with other roundings.</summary>
/// <param name="Seed">The same seed moves the same leaves by the same amounts, in every run.</param>
/// <param name="Relative">The standard deviation of the amount.</param>
/// <param name="Precision">What is moved is rounded to it, so that every run with that jitter starts from the same numbers.</param>
/// <param name="Constants">Whether floating-point constants are moved too.</param>
internal sealed record LeafJitter(ulong Seed, double Relative, ScalarType Precision, bool Constants = false)
{
    /// <summary>What moves the leaves of one run, one after the other; results are float64.</summary>
    public Func<Tensor, Tensor> Begin()
    {
        var numbers = new GaussianNumbers(Seed);
        return value =>
        {
            using var scope = NewDisposeScope();
            var exact = value.to(ScalarType.Float64);
            return scope.MoveToOuter((exact * (1 + Relative * numbers.Like(exact))).to(Precision).to(ScalarType.Float64));
        };
    }
}
