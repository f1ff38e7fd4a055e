using System.Collections.Immutable;
using System.Globalization;
using ScratchVsAutograd.Harness.Options;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>Another order for the axes of A's tensors, as <c>numpy.transpose</c> takes it.</summary>
/// <param name="Names">Which tensors, of as many axes as there are in the order.</param>
/// <param name="Order">Which axis of A comes first, second and so on, counted from 0.</param>
internal sealed record Permutation(Glob Names, ImmutableArray<int> Order)
{
    /// <summary>The axes' order as it is typed.</summary>
    public static string Text(ImmutableArray<int> order) => FormattableString.Invariant($"{string.Join(',', order)}");

    /// <summary>Reads <c>NAME=1,0</c>.</summary>
    /// <exception cref="InputException">It is not an order of axes.</exception>
    public static Permutation Parse(string text)
    {
        var at = text.LastIndexOf('=');
        var parts = text[(at + 1)..].Split(',');
        var order = parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var axis) ? axis : -1)
            .ToImmutableArray();
        if (at <= 0 || order.Length < 2 || !order.Order().SequenceEqual(Enumerable.Range(0, order.Length)))
            throw new InputException($"'{text}' is not an order of axes; expected a name and every axis once, counted from 0, such as "
                + "W1=1,0 or '*.weight=1,0'.");
        return new Permutation(new Glob(text[..at]), order);
    }

    /// <summary>Whether it is meant for that tensor.</summary>
    public bool AppliesTo(string name, int axes) => axes == Order.Length && Names.Matches(name);

    /// <summary>The tensor with its axes in the order.</summary>
    public static Tensor Apply(Tensor tensor, ImmutableArray<int> order) => tensor.permute([.. order.Select(axis => (long)axis)]);
}
