using static TorchSharp.torch;

namespace ScratchVsAutograd.Files;

/// <summary>A tensor's elements, from a stream into memory.</summary>
internal static class TensorContent
{
    /// <summary>Reads row-major, little-endian elements.</summary>
    /// <param name="stream">At the first element; left after the last.</param>
    /// <param name="header">What is there; the caller has made sure that the stream is long enough.</param>
    /// <returns>A new tensor in the caller's dispose scope.</returns>
    /// <exception cref="EndOfStreamException">The stream ends early.</exception>
    public static Tensor Read(Stream stream, TensorHeader header) => Read(stream, header, isBigEndian: false, isFortranOrder: false);

    /// <summary>Reads elements in any byte order and either axis order.</summary>
    /// <param name="stream">At the first element; left after the last.</param>
    /// <param name="header">What is there; the caller has made sure that the stream is long enough.</param>
    /// <param name="isBigEndian">Whether the most significant byte of each comes first.</param>
    /// <param name="isFortranOrder">Whether the first axis is the one that runs fastest.</param>
    /// <returns>A new row-major tensor in the caller's dispose scope.</returns>
    /// <exception cref="EndOfStreamException">The stream ends early.</exception>
    public static Tensor Read(Stream stream, TensorHeader header, bool isBigEndian, bool isFortranOrder)
    {
        var shape = isFortranOrder ? header.Shape.Reverse() : header.Shape.AsEnumerable();
        var tensor = empty([.. shape], dtype: header.Dtype);
        if (header.Count > 0)
        {
            var bytes = tensor.bytes;
            stream.ReadExactly(bytes);
            if (isBigEndian == BitConverter.IsLittleEndian) ReverseEach(bytes, ElementType.Of(header.Dtype).Size);
            if (header.Dtype == ScalarType.Bool) RequireBooleans(bytes);
        }

        if (!isFortranOrder || header.Shape.Length < 2) return tensor;
        using var scope = NewDisposeScope();
        return tensor.permute([.. Enumerable.Range(0, header.Shape.Length).Reverse().Select(axis => (long)axis)])
            .contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Turns the byte order of every element round, in place.</summary>
    public static void ReverseEach(Span<byte> bytes, int elementSize)
    {
        if (elementSize == 1) return;
        for (var start = 0; start < bytes.Length; start += elementSize)
            bytes.Slice(start, elementSize).Reverse();
    }

    // Another byte in a bool's place is undefined behaviour in C++.
    private static void RequireBooleans(ReadOnlySpan<byte> bytes)
    {
        if (bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
            throw new InvalidDataException("it holds bools that are neither 0 nor 1; expected what numpy.save or save_file writes");
    }
}
