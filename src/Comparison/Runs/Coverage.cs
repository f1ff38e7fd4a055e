
namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// Which leaves autograd differentiates, and which gradients backward owes. More is differentiated than is owed, so that whatever
/// backward writes of its own accord, such as an input's gradient, is compared as well.
/// </summary>
/// <param name="Leaves">The names of the leaves to differentiate.</param>
/// <param name="Owed">The names of the tensors whose gradients backward owes; null for all that are differentiable.</param>
/// <param name="Objection">Why no more leaves can be differentiated, in a sentence; null where nothing stands in the way.</param>
internal sealed record Coverage(IReadOnlySet<string> Leaves, IReadOnlySet<string>? Owed, string? Objection = null)
{
    /// <summary>Whether autograd differentiates that leaf.</summary>
    public bool IsDifferentiated(Leaf leaf) => leaf.Value.is_floating_point() && Leaves.Contains(leaf.Name);

    /// <summary>Whether backward owes the gradient of that differentiable tensor.</summary>
    public bool IsOwed(string name) => Owed?.Contains(name) ?? true;

    /// <summary>The same with more leaves differentiated than are owed.</summary>
    public Coverage With(IEnumerable<string> more) => this with { Leaves = Leaves.Concat(more).ToHashSet(StringComparer.Ordinal) };

    /// <summary>
    /// What backward owes: the gradients of parameters, of inputs where they are asked for or nothing else is there, and of what is
    /// made from these.
    /// </summary>
    /// <exception cref="ArgumentException">No leaf can have a gradient.</exception>
    public static Coverage OfWhatIsOwed(Computation computation, bool inputs)
    {
        if (computation.Leaves.FirstOrDefault(leaf => leaf.Role != LeafRole.Constant && leaf.Value.is_complex()) is { } complex)
            throw new UnusableComputationException(
                $"'{complex.Name}' of '{computation.Name}' is {complex.Value.dtype}; only gradients of real tensors are compared. "
                + "Make leaves of its real and imaginary part.");
        var owed = computation.Leaves.Where(leaf => LeafCopies.IsDifferentiated(leaf, inputs)).ToList();
        if (owed.Count == 0) owed = [.. computation.Leaves.Where(leaf => LeafCopies.IsDifferentiated(leaf, inputs: true))];
        if (owed.Count == 0)
            throw new UnusableComputationException(
                $"'{computation.Name}' has no floating-point parameter or input; there is no gradient to compare. "
                + "Give a leaf the role Parameter or Input.");
        return new Coverage(owed.Select(leaf => leaf.Name).ToHashSet(StringComparer.Ordinal), null);
    }
}
