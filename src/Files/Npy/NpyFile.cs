using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Files.Npy;

/// <summary>One array as <c>numpy.save</c> writes it.</summary>
internal sealed class NpyFile : TensorFile
{
    private readonly Stream stream;
    private readonly NpyHeader head;

    /// <summary>Reads the head.</summary>
    /// <param name="path">What the user calls it.</param>
    /// <param name="stream">Seekable; closed with this.</param>
    /// <param name="name">What to call the array, which has no name of its own.</param>
    /// <param name="options">How something is left out.</param>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public NpyFile(string path, Stream stream, string name, ReadOptions options) : base(path, options)
    {
        this.stream = stream;
        head = NpyHeader.Read(stream);
        var header = new TensorHeader(name, head.Descriptor.Dtype, head.Shape);
        RequireFilled(head, header, stream.Length);
        Headers = [header];
    }

    /// <inheritdoc />
    public override string Format => ".npy";

    /// <inheritdoc />
    public override ImmutableArray<TensorHeader> Headers { get; }

    /// <inheritdoc />
    public override void Dispose()
    {
        stream.Dispose();
        base.Dispose();
    }

    /// <summary>Makes sure that the elements are there before room is made for them.</summary>
    /// <exception cref="InvalidDataException">There are fewer bytes than the header says, or more.</exception>
    public static void RequireFilled(NpyHeader head, TensorHeader header, long length)
    {
        if (length - head.Length == header.ByteCount) return;
        throw new InvalidDataException(FormattableString.Invariant(
            $"its shape {ShapeText.Tuple(header.Shape)} of {ElementType.Of(header.Dtype).Word} takes {header.ByteCount} bytes, ")
            + FormattableString.Invariant($"and {length - head.Length} are there; it was cut off or changed, so copy or save it again"));
    }

    /// <inheritdoc />
    private protected override Tensor Content(TensorHeader header)
    {
        stream.Position = head.Length;
        return TensorContent.Read(stream, header, head.Descriptor.IsBigEndian, head.IsFortranOrder);
    }
}
