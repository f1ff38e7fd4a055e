using static TorchSharp.torch;

namespace ScratchVsAutograd;

/// <summary>A tensor that a computation starts from.</summary>
/// <param name="Name">Its name in the trace, such as <c>W1</c>; unique within the computation.</param>
/// <param name="Value">
/// Its value, any shape. Belongs to whoever runs the computation: the runner casts, moves and perturbs copies of it,
/// and the trace hands those out instead.
/// </param>
/// <param name="Role">Whether a gradient is wanted for it.</param>
public sealed record Leaf(string Name, Tensor Value, LeafRole Role)
{
    /// <summary>A leaf whose gradient backward owes.</summary>
    public static Leaf Parameter(string name, Tensor value) => new(name, value, LeafRole.Parameter);

    /// <summary>A leaf whose gradient backward owes only when asked for; if written, it is compared.</summary>
    public static Leaf Input(string name, Tensor value) => new(name, value, LeafRole.Input);

    /// <summary>A leaf that needs no gradient: labels, masks, indices; if one is written, it is compared.</summary>
    public static Leaf Constant(string name, Tensor value) => new(name, value, LeafRole.Constant);

    /// <summary>By identity: comparing tensors by value inside a record would run a kernel, and throw once disposed.</summary>
    public bool Equals(Leaf? other) => ReferenceEquals(this, other);

    /// <inheritdoc />
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
