using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>Elementwise finite differences of a loss in float64, with the step that gradcheck takes.</summary>
/// <param name="Central">(L(x + h) − L(x − h)) / 2h for every element of the leaf.</param>
/// <param name="Smooth">1 where the differences to either side agree, 0 where a kink lies between; of the leaf's shape.</param>
internal sealed record NumericalGradient(Tensor Central, Tensor Smooth)
{
    private const double Step = 1e-6;
    private const double Kink = 0.01;

    /// <summary>The gradients of the computation's parameters, by name.</summary>
    public static Dictionary<string, NumericalGradient> Of(Computation computation)
    {
        using var unrecorded = no_grad();
        var leaves = computation.Leaves
            .Select(leaf => leaf with { Value = leaf.Value.is_floating_point() ? leaf.Value.to(ScalarType.Float64) : leaf.Value })
            .ToList();
        return leaves.Where(leaf => leaf.Role == LeafRole.Parameter)
            .ToDictionary(leaf => leaf.Name, leaf => Of(leaf.Value, () => computation.Forward(new Trace(leaves)).item<double>()));
    }

    private static NumericalGradient Of(Tensor leaf, Func<double> loss)
    {
        var (central, smooth) = (new double[leaf.numel()], new double[leaf.numel()]);
        var (elements, here) = (leaf.view(-1), loss());
        for (var index = 0; index < central.Length; index++)
        {
            using var scope = NewDisposeScope();
            var value = elements[index].item<double>();
            double At(double x)
            {
                elements[index] = x;
                return loss();
            }

            var (right, left) = ((At(value + Step) - here) / Step, (here - At(value - Step)) / Step);
            elements[index] = value;
            central[index] = (right + left) / 2;
            smooth[index] = Math.Abs(right - left) <= Kink * (Math.Abs(right) + Math.Abs(left)) ? 1 : 0;
        }

        return new NumericalGradient(Dice.Keep(tensor(central).reshape(leaf.shape)), Dice.Keep(tensor(smooth).reshape(leaf.shape)));
    }
}
