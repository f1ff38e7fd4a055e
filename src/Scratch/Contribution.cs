using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch;

/// <summary>One term of a tensor's gradient, as an op handed it over.</summary>
/// <param name="Value">The term; shares memory with what was handed over.</param>
/// <param name="WrittenAt">The line that wrote it.</param>
internal sealed record Contribution(Tensor Value, SourceLocation WrittenAt)
{
    /// <summary>By identity, as for <see cref="Leaf"/>.</summary>
    public bool Equals(Contribution? other) => ReferenceEquals(this, other);

    /// <inheritdoc />
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
