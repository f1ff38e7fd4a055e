using ScratchVsAutograd.Harness.Diff.Causes;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>What <c>--order</c> says: another order for the slices of A's tensors.</summary>
/// <param name="Names">Which tensors.</param>
/// <param name="Order">The order, for those that have such blocks.</param>
internal sealed record OrderRule(Glob Names, SliceOrder Order)
{
    /// <summary>Reads <c>NAME=0:0,2,1,3</c>.</summary>
    /// <exception cref="InputException">It is not an order of slices.</exception>
    public static OrderRule Parse(string text)
    {
        var at = text.LastIndexOf('=');
        return at > 0 && SliceOrder.Parse(text[(at + 1)..]) is { } order
            ? new OrderRule(new Glob(text[..at]), order)
            : throw new InputException($"'{text}' is not an order of slices; {SliceOrder.Expected}.");
    }

    /// <summary>Whether it is meant for that tensor.</summary>
    public bool AppliesTo(string name, IReadOnlyList<long> shape) => Order.Fits(shape) && Names.Matches(name);
}
