namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>The few items with the largest sizes: largest first, of equals the one that was offered first.</summary>
/// <param name="capacity">How many are kept, 0 or more.</param>
internal sealed class Largest<T>(int capacity)
{
    private readonly List<(double Size, T Item)> kept = [];

    /// <summary>What was kept.</summary>
    public IEnumerable<T> Items => kept.Select(pair => pair.Item);

    /// <summary>Whether an item of that size would be kept: a tie goes to the one that came first.</summary>
    public bool Admits(double size) => kept.Count < capacity || (capacity > 0 && size > kept[^1].Size);

    /// <summary>Keeps an item if it is among the largest so far.</summary>
    public void Offer(double size, T item)
    {
        if (!Admits(size)) return;
        if (kept.Count == capacity) kept.RemoveAt(capacity - 1);
        var position = kept.Count;
        while (position > 0 && kept[position - 1].Size < size) position--;
        kept.Insert(position, (size, item));
    }

    /// <summary>Offers what another kept of items that come after these.</summary>
    public void OfferAll(Largest<T> later)
    {
        foreach (var (size, item) in later.kept) Offer(size, item);
    }
}
