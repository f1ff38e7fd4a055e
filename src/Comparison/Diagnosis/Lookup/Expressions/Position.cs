using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>Which place along an axis it is, counted from 1: what an average over all until then is divided by.</summary>
internal sealed class Position(int axis) : Expression($"index{(char)('₀' + axis)} + 1", Binding.Sum, 3)
{
    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place) => place.Index(axis).to(ScalarType.Float64) + 1;
}
