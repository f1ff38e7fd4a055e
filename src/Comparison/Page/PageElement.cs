using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>One element, both ways.</summary>
internal sealed record PageElement(ImmutableArray<long> Index, double Judged, double Reference, double Budget)
{
    /// <summary>The elements furthest off.</summary>
    public static ImmutableArray<PageElement> Worst(TensorDiff? diff) => diff is null ? [] : [
        .. diff.Worst.Select(element => new PageElement(
            TensorIndex.Unravel(element.Index, diff.AutogradShape), element.Scratch, element.Autograd, element.Budget))];
}
