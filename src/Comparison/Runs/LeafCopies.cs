using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// A run's own version of the leaves: cast, moved and copied, so that nothing a run does can reach the originals or
/// another run.
/// </summary>
internal sealed record LeafCopies(IReadOnlyList<(Leaf Leaf, Tensor Value)> Items)
{
    /// <summary>What backward owes; null where it owes everything that is differentiable.</summary>
    public Coverage? Coverage { get; init; }

    /// <summary>Whether backward owes the gradient of that differentiable tensor.</summary>
    public bool IsOwed(string name) => Coverage?.IsOwed(name) ?? true;

    /// <summary>What a trace hands out.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> ByName => Items.Select(item => KeyValuePair.Create(item.Leaf.Name, item.Value));

    /// <summary>The leaf of that name, or null.</summary>
    public Leaf? Find(string name) => Items.Select(item => item.Leaf).FirstOrDefault(leaf => leaf.Name == name);

    /// <summary>Copies the leaves as they are, cast to a precision.</summary>
    public static LeafCopies Of(IReadOnlyList<Leaf> leaves, Device device, ScalarType dtype, bool inputs)
        => Of(leaves, device, dtype, dtype, leaf => IsDifferentiated(leaf, inputs));

    /// <summary>Copies the leaves.</summary>
    /// <param name="leaves">The computation's leaves; left as they are.</param>
    /// <param name="device">Where the copies are to be.</param>
    /// <param name="working">What floating-point leaves are rounded to, so that every precision starts from the same numbers; null for
    /// nothing.</param>
    /// <param name="dtype">What floating-point leaves are then cast to; null leaves each the dtype that it has.</param>
    /// <param name="isDifferentiated">Which leaves autograd differentiates.</param>
    /// <param name="jitter">Then moves parameters and inputs, or null.</param>
    public static LeafCopies Of(
        IReadOnlyList<Leaf> leaves, Device device, ScalarType? working, ScalarType? dtype, Func<Leaf, bool> isDifferentiated,
        LeafJitter? jitter = null)
    {
        var items = new List<(Leaf, Tensor)>(leaves.Count);
        var move = jitter?.Begin();
        foreach (var leaf in leaves)
        {
            using var scope = NewDisposeScope();
            var value = leaf.Value.detach();
            if (value.is_floating_point())
            {
                value = value.to(working ?? leaf.Value.dtype);
                if (move is not null && (leaf.Role != LeafRole.Constant || jitter!.Constants)) value = move(value);
                value = value.to(dtype ?? working ?? leaf.Value.dtype);
            }

            // With the strides that it has: code that cannot do with them must not be spared them.
            var copy = value.to(device).clone();
            if (isDifferentiated(leaf)) copy.requires_grad_(true);
            items.Add((leaf, scope.MoveToOuter(copy)));
        }

        return new LeafCopies(items);
    }

    /// <summary>Whether backward owes a gradient for that leaf.</summary>
    public static bool IsDifferentiated(Leaf leaf, bool inputs)
        => leaf.Value.is_floating_point() && (leaf.Role == LeafRole.Parameter || (leaf.Role == LeafRole.Input && inputs));
}
