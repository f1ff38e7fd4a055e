using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis.Signatures;

/// <summary>
/// Made-up gradients of a tensor X: a right one, wrong ones by name, and the trace that they could have come from. float64, from
/// one managed generator.
/// </summary>
internal sealed class MadeUpGradient
{
    private readonly Random random = new(7);

    /// <summary>Uniform between −1 and 1, no two alike.</summary>
    public Tensor Numbers(params long[] shape)
        => tensor(
            Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => 2 * random.NextDouble() - 1)
                .ToArray()).reshape(shape);

    /// <summary>
    /// A wrong and a right gradient of X, with the tensors of its trace; an upstream gradient is one whose name starts with d.
    /// </summary>
    public static GradientUnderTest Of(Tensor wrong, Tensor right, params (string Name, Tensor Value)[] trace) => new("X", wrong, right)
    {
        Named = [.. trace.Where(tensor => tensor.Name[0] != 'd')],
        Upstreams = [.. trace.Where(tensor => tensor.Name[0] == 'd').Select(tensor => (tensor.Name[1..], tensor.Value))],
    };

    /// <summary>The same with every element of the wrong gradient off by a millionth of the scale, each by another amount.</summary>
    public static GradientUnderTest NearMiss(GradientUnderTest gradient)
    {
        var noise = 1e-6 * gradient.Scale * arange(1, gradient.Wrong.numel() + 1, dtype: ScalarType.Float64).cos()
            .reshape(gradient.Wrong.shape);
        return new GradientUnderTest(gradient.Name, gradient.Wrong + noise, gradient.Right)
        {
            Named = gradient.Named,
            Upstreams = gradient.Upstreams,
        };
    }
}
