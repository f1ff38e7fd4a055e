using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>1: what a constant is a multiple of.</summary>
internal sealed class One() : Expression("1", Binding.Name, 0)
{
    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place) => ones(1, ScalarType.Float64).expand([.. place.Size]);
}
