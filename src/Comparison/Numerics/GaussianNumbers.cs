using TorchSharp;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Numerics;

/// <summary>
/// Normally distributed numbers from a generator of its own: LibTorch's belongs to the computation under test. SplitMix64
/// for uniform numbers, Box and Muller for normal ones.
/// </summary>
/// <remarks>Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.</remarks>
internal sealed class GaussianNumbers(ulong seed)
{
    private ulong state = seed;

    /// <summary>How many numbers there are before they come again: odd, so that the lines of no usual matrix are the same.</summary>
    public const int Period = (1 << 18) - 3;

    /// <summary>A tensor of independent N(0, 1) numbers, float64; of a large one, the first 262,141 again and again.</summary>
    public Tensor Like(Tensor tensor)
    {
        var count = tensor.numel();
        var numbers = new double[Math.Min(count, Period)];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = Next();
        using var scope = NewDisposeScope();
        var drawn = torch.tensor(numbers, ScalarType.Float64, tensor.device);
        if (count > Period) drawn = drawn.repeat(count / Period + 1).narrow(0, 0, count);
        return scope.MoveToOuter(drawn.reshape(tensor.shape));
    }

    private double Next() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Uniform in (0, 1].</summary>
    private double Uniform()
    {
        state += 0x9E3779B97F4A7C15;
        var bits = state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        bits ^= bits >> 31;
        return ((bits >> 11) + 1) / (double)(1L << 53);
    }
}
