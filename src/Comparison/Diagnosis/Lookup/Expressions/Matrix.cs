using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>A factor of a matrix product.</summary>
/// <param name="Value">An expression in a space of its own.</param>
/// <param name="Space">That space.</param>
/// <param name="IsTurned">Whether it is transposed.</param>
internal sealed record Matrix(Expression Value, long[] Space, bool IsTurned)
{
    /// <summary>As in an equation: <c>Wᵀ</c>.</summary>
    public string Text => Value.Within(Binding.Name) + (IsTurned ? "ᵀ" : "");

    /// <summary>How much it assumes.</summary>
    public int Complexity => Value.Complexity;

    /// <summary>How many rows it has in a product of so many axes.</summary>
    public long Rows(int axes) => IsTurned ? Space[^1] : First(axes);

    /// <summary>How many columns it has in a product of so many axes.</summary>
    public long Columns(int axes) => IsTurned ? First(axes) : Space[^1];

    /// <summary>As a matrix, or as a batch of them, for a product of that shape; null where it is neither.</summary>
    public Tensor? Of(Scene scene, long[] product)
    {
        var batch = product.Length - 2;
        if (Space.Length < 2 || scene.Everywhere(Value, scene.Space(Space)) is not { } value) return null;
        if (batch == 0 && value.dim() > 2) value = value.flatten(0, -2);
        if (batch == 1 && value.dim() == 2) value = value.unsqueeze(0).expand(product[0], -1, -1);
        if (value.dim() != product.Length) return null;
        return IsTurned ? value.transpose(-2, -1) : value;
    }

    private long First(int axes) => axes == 2 ? Space[..^1].Aggregate(1L, (product, size) => product * size) : Space[^2];
}
