using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>1 everywhere but at one place along an axis: a padding row.</summary>
internal sealed class IndexMask(int axis, long place) : Expression($"[index{(char)('₀' + axis)} ≠ {place}]", Binding.Name, 2)
{
    /// <summary>The one whose zeros these are; null where they are not all of one place along an axis, and no others.</summary>
    public static IndexMask? Of(Tensor zero)
    {
        for (var axis = 0; axis < zero.dim(); axis++)
        {
            var whole = zero.dim() == 1 ? zero : zero.transpose(0, axis).flatten(1).all(1);
            if (whole.sum().item<long>() != 1 || zero.sum().item<long>() != zero.numel() / zero.shape[axis]) continue;
            return new IndexMask(axis, whole.nonzero().item<long>());
        }

        return null;
    }

    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place) => (place.Index(axis) != at).to(ScalarType.Float64).expand([.. place.Size]);

    private readonly long at = place;
}
