using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Witness;

/// <summary>One side's gradient g, ready to be held against a measured slope. A missing one is zero.</summary>
internal sealed class DisputedGradient
{
    private readonly double precision;
    private readonly double rootMeanSquare;

    /// <summary>The gradient in float64, itself where it is that, in the caller's dispose scope.</summary>
    /// <param name="gradient">Of the tensor's shape, any floating-point dtype; null for none.</param>
    /// <param name="tensor">The tensor it belongs to.</param>
    /// <param name="side">Whose it is, for messages.</param>
    /// <param name="precision">The relative rounding it may carry.</param>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    public DisputedGradient(Tensor? gradient, Tensor tensor, string side, double precision)
    {
        if (gradient is not null && !gradient.shape.SequenceEqual(tensor.shape))
            throw new ArgumentException(
                $"{side}'s gradient has shape ({string.Join(", ", gradient.shape)}), the tensor has ({string.Join(", ", tensor.shape)}); "
                + "only gradients of the tensor's own shape can be questioned.", nameof(gradient));
        this.precision = precision;
        using var scope = NewDisposeScope();
        Values = gradient is null ? zeros_like(tensor) : gradient.detach().to(ScalarType.Float64, tensor.device);
        rootMeanSquare = Values.numel() == 0 ? 0 : Values.square().mean().sqrt().item<double>();
        scope.MoveToOuter(Values);
    }

    /// <summary>g, in float64.</summary>
    public Tensor Values { get; }

    /// <summary>⟨g, v⟩; an element along which v does not move does not count, even if it is not finite.</summary>
    public double Along(Tensor direction)
    {
        using var scope = NewDisposeScope();
        return (Values * direction).masked_fill_(direction == 0, 0).sum().item<double>();
    }

    /// <summary>How far ⟨g, v⟩ may be off through g's own rounding, which goes with the size of g as a whole.</summary>
    /// <param name="along">⟨g, v⟩.</param>
    /// <param name="length">‖v‖.</param>
    public double Rounding(double along, double length) => precision * (rootMeanSquare * length + Math.Abs(along));
}
