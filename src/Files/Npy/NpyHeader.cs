using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace ScratchVsAutograd.Files.Npy;

/// <summary>The head of a .npy: versions 1.0 to 3.0 of NumPy's format.</summary>
/// <param name="Descriptor">The elements.</param>
/// <param name="IsFortranOrder">Whether the first axis is the one that runs fastest.</param>
/// <param name="Shape">The size along each axis.</param>
/// <param name="Length">How many bytes the head takes.</param>
/// <remarks>https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html</remarks>
internal sealed record NpyHeader(NpyDescriptor Descriptor, bool IsFortranOrder, ImmutableArray<long> Shape, long Length)
{
    // NumPy's own default is 10,000; only structured arrays come near it, and those are refused.
    private const int Longest = 1 << 16;

    /// <summary>What every .npy begins with, before its version.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a head, and leaves the stream at the first element.</summary>
    /// <exception cref="InvalidDataException">It is none, or describes what cannot be compared.</exception>
    public static NpyHeader Read(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[Magic.Length + 2];
        stream.ReadExactly(prefix);
        if (!prefix.StartsWith(Magic)) throw new InvalidDataException("it does not begin as a .npy does; expected what numpy.save writes");
        var (major, minor) = (prefix[^2], prefix[^1]);
        if (major is < 1 or > 3 || minor != 0)
            throw new InvalidDataException($"it is of .npy version {major}.{minor}; expected 1.0, 2.0 or 3.0");

        Span<byte> length = stackalloc byte[major == 1 ? 2 : 4];
        stream.ReadExactly(length);
        var count = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(length) : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (count > Longest) throw new InvalidDataException($"its header is {count} bytes long; expected {Longest} at the most");
        var text = new byte[count];
        stream.ReadExactly(text);
        return Parse((major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), prefix.Length + length.Length + count);
    }

    private static NpyHeader Parse(string text, long length)
    {
        if (PythonLiteral.Parse(text) is Dictionary<string, object?> { Count: 3 } entries
            && entries.TryGetValue("descr", out var descriptor) && descriptor is not null
            && entries.TryGetValue("fortran_order", out var order) && order is bool isFortranOrder
            && entries.TryGetValue("shape", out var shape) && shape is List<object?> sizes && sizes.All(size => size is long))
            return new NpyHeader(NpyDescriptor.Parse(descriptor), isFortranOrder, [.. sizes.Cast<long>()], length);
        throw new InvalidDataException("its header lacks descr, fortran_order or shape, or has more; expected what numpy.save writes");
    }
}
