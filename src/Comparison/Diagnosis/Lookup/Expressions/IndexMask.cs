using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>1 everywhere but at one place along an axis: a padding row.</summary>
internal sealed class IndexMask(int axis, long place) : Expression($"[index{(char)('₀' + axis)} ≠ {place}]", Binding.Name, 2)
{
    private const int Most = 4;

    /// <summary>Those whose zeros are among these.</summary>
    public static IReadOnlyList<IndexMask> Of(Tensor zero)
        => zero.dim() < 2 ? [] : [.. Enumerable.Range(0, (int)zero.dim()).SelectMany(axis =>
            zero.transpose(0, axis).flatten(1).all(1).nonzero().flatten().data<long>().ToArray().Take(Most)
                .Select(place => new IndexMask(axis, place)))];

    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place) => (place.Index(axis) != at).to(ScalarType.Float64).expand([.. place.Size]);

    private readonly long at = place;
}
