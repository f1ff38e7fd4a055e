using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// A run's own version of the leaves: cast, moved and copied, so that nothing a run does can reach the originals or
/// another run.
/// </summary>
internal sealed record LeafCopies(IReadOnlyList<(Leaf Leaf, Tensor Value)> Items)
{
    /// <summary>What a trace hands out.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> ByName => Items.Select(item => KeyValuePair.Create(item.Leaf.Name, item.Value));

    /// <summary>The leaf of that name, or null.</summary>
    public Leaf? Find(string name) => Items.Select(item => item.Leaf).FirstOrDefault(leaf => leaf.Name == name);

    /// <summary>Copies the leaves.</summary>
    /// <param name="leaves">The computation's leaves; left as they are.</param>
    /// <param name="device">Where the copies are to be.</param>
    /// <param name="dtype">What floating-point leaves are cast to; null keeps theirs.</param>
    /// <param name="inputs">Whether inputs are differentiated too.</param>
    public static LeafCopies Of(IReadOnlyList<Leaf> leaves, Device device, ScalarType? dtype, bool inputs)
    {
        var items = new List<(Leaf, Tensor)>(leaves.Count);
        foreach (var leaf in leaves)
        {
            using var scope = NewDisposeScope();
            var floating = leaf.Value.is_floating_point();
            var target = floating && dtype is { } cast ? cast : leaf.Value.dtype;
            var copy = leaf.Value.detach().to(target, device).clone().contiguous();
            if (IsDifferentiated(leaf, inputs)) copy.requires_grad_(true);
            items.Add((leaf, scope.MoveToOuter(copy)));
        }

        return new LeafCopies(items);
    }

    /// <summary>Whether a gradient is compared for that leaf.</summary>
    public static bool IsDifferentiated(Leaf leaf, bool inputs)
        => leaf.Role == LeafRole.Parameter || (leaf.Role == LeafRole.Input && inputs && leaf.Value.is_floating_point());
}
