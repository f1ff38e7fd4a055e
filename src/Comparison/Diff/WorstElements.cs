using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>The few elements that used most of their budget: most first, ties in index order.</summary>
/// <param name="capacity">How many are kept, 0 or more.</param>
internal sealed class WorstElements(int capacity)
{
    private readonly List<ElementDiff> elements = [];

    /// <summary>
    /// Whether an element that comes after all those offered so far would be kept: a tie goes to the one that came first.
    /// </summary>
    public bool Admits(double budget) => elements.Count < capacity || (capacity > 0 && budget > elements[^1].Budget);

    /// <summary>Keeps an element if it is among the worst so far. Elements are offered in index order.</summary>
    public void Offer(ElementDiff element)
    {
        if (!Admits(element.Budget))
            return;
        if (elements.Count == capacity)
            elements.RemoveAt(capacity - 1);
        var position = elements.Count;
        while (position > 0 && elements[position - 1].Budget < element.Budget)
            position--;
        elements.Insert(position, element);
    }

    /// <summary>What was kept.</summary>
    public ImmutableArray<ElementDiff> ToImmutable() => [.. elements];
}
