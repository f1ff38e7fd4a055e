using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>
/// One of several equal slices of a gradient: a gate, a head, half of a gated unit. Names that are as long along that axis are met in
/// slices, too.
/// </summary>
internal sealed class Cut
{
    private readonly Dictionary<string, Part> parts = new(StringComparer.Ordinal);
    private readonly long size;
    private readonly long count;
    private readonly int fromEnd;
    private readonly long index;

    /// <summary>Cuts an axis.</summary>
    /// <param name="size">How long it is.</param>
    /// <param name="count">Into how many slices.</param>
    /// <param name="fromEnd">How many axes stand behind it.</param>
    /// <param name="index">The slice that is meant.</param>
    public Cut(long size, long count, int fromEnd, long index)
        => (this.size, this.count, this.fromEnd, this.index) = (size, count, fromEnd, index);

    /// <summary>A slice of a named tensor.</summary>
    /// <param name="Whole">The tensor's name.</param>
    /// <param name="FromEnd">How many axes stand behind the one that is cut.</param>
    /// <param name="Start">Its first place.</param>
    /// <param name="Length">How many places it has.</param>
    public sealed record Part(string Whole, int FromEnd, long Start, long Length)
    {
        /// <summary>The slice.</summary>
        public Tensor Of(Tensor whole) => whole.narrow(whole.dim() - 1 - FromEnd, Start, Length).contiguous();
    }

    /// <summary>The slice of the gradient itself.</summary>
    public Tensor Of(Tensor gradient) => At("", index).Of(gradient);

    /// <summary>What a name stands for, where it is one that was made here.</summary>
    public Part? PartOf(string name) => parts.GetValueOrDefault(name);

    /// <summary>The slice's own name.</summary>
    public string Own(string name, long[] shape) => Named(name, shape, index);

    /// <summary>A name, or those of its slices.</summary>
    public IEnumerable<string> Names(string name, long[] shape)
        => shape.Length <= fromEnd || shape[^(fromEnd + 1)] != size
            ? [name]
            : Enumerable.Range(0, (int)count).Select(slice => Named(name, shape, slice));

    private string Named(string name, long[] shape, long slice)
    {
        var part = At(name, slice);
        var before = string.Concat(Enumerable.Repeat(":, ", shape.Length - 1 - fromEnd));
        var text = $"{name}[{before}{part.Start}:{part.Start + part.Length}]";
        parts[text] = part;
        return text;
    }

    private Part At(string name, long slice) => new(name, fromEnd, slice * (size / count), size / count);
}
