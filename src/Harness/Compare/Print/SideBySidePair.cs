using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diff;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Compare.Print;

/// <summary>What stands side by side: both gradients of the same shape and their difference, or one gradient alone.</summary>
/// <param name="Scratch">The hand-written gradient; null where it is not shown.</param>
/// <param name="Autograd">Autograd's gradient; null where it is not shown.</param>
/// <param name="Tolerance">Differences beyond it are marked.</param>
internal sealed record SideBySidePair(TensorSnapshot? Scratch, TensorSnapshot? Autograd, Tolerance Tolerance)
{
    private const string Mark = "*";
    private const int DifferenceDigits = 3;

    /// <summary>The shape of what is shown.</summary>
    public ImmutableArray<long> Shape => (Scratch ?? Autograd)!.Shape;

    /// <summary>Whether both gradients are shown, and so their difference.</summary>
    public bool IsComplete => Scratch is not null && Autograd is not null;

    /// <summary>Whether there is nothing to show.</summary>
    public bool IsEmpty => Scratch is null && Autograd is null;

    /// <summary>The blocks in a style that suits a part of the tensor.</summary>
    /// <param name="pages">The part, page by page.</param>
    public ImmutableArray<SideBySideBlock> Blocks(IReadOnlyCollection<TensorPage> pages)
    {
        var style = NumberStyle.For(Values(pages), Dtype);
        var blocks = ImmutableArray.CreateBuilder<SideBySideBlock>();
        if (Scratch is { } scratch)
            blocks.Add(new("scratch", element => style.Format(scratch[element])));
        if (Autograd is { } autograd)
            blocks.Add(new("autograd", element => style.Format(autograd[element])));
        if (IsComplete)
            blocks.Add(new("difference", Difference));
        return blocks.ToImmutable();
    }

    /// <summary>Whether the element is out of tolerance; false where one gradient is shown alone.</summary>
    /// <param name="element">Its flat index.</param>
    public bool IsOut(long element)
    {
        if (Scratch is null || Autograd is null)
            return false;
        var (scratch, autograd) = (Scratch[element], Autograd[element]);
        return !(Dtype == ScalarType.Float64
            ? new Criterion<double>(Tolerance).IsClose(scratch, autograd)
            : new Criterion<float>(Tolerance).IsClose((float)scratch, (float)autograd));
    }

    // The digits that tell a float32 from its neighbours do not tell it from a float64: mixed dtypes are written as float64.
    private ScalarType Dtype => (Scratch?.Dtype, Autograd?.Dtype) switch
    {
        ({ } scratch, { } autograd) => scratch == autograd ? scratch : ScalarType.Float64,
        var (scratch, autograd) => (scratch ?? autograd)!.Value,
    };

    private IEnumerable<double> Values(IReadOnlyCollection<TensorPage> pages) =>
        from side in new[] { Scratch, Autograd }
        where side is not null
        from page in pages
        from element in page.Elements
        select side[element];

    private string Difference(long element)
    {
        var (scratch, autograd) = (Scratch![element], Autograd![element]);
        var difference = scratch == autograd ? 0 : scratch - autograd;
        return new NumberStyle(DifferenceDigits, ScalarType.Float64).Format(difference) + (IsOut(element) ? Mark : " ");
    }
}
