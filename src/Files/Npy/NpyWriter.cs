using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Files.Npy;

/// <summary>
/// Writes a tensor as NumPy's .npy, version 1.0: a magic number, a Python dictionary that describes the array, padded so that
/// the elements begin at a multiple of 64 bytes, and the elements.
/// </summary>
/// <remarks>https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html</remarks>
internal static class NpyWriter
{
    private const int Alignment = 64;

    // The magic number, the version, and the length of what follows in two bytes.
    private const int PrefixLength = 8 + 2;

    /// <summary>Writes a tensor, bfloat16 as float32, which holds it exactly.</summary>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="tensor">Any shape and dtype.</param>
    public static void Write(Stream output, ITensorData tensor)
    {
        output.Write(Header(tensor));
        if (tensor.Dtype == ScalarType.BFloat16)
            WriteWidened(output, MemoryMarshal.Cast<byte, ushort>(tensor.Bytes));
        else
            output.Write(tensor.Bytes);
    }

    private static byte[] Header(ITensorData tensor)
    {
        var shape = ShapeText.Tuple(tensor.Shape);
        var description = $"{{'descr': '{NpyDescriptor.Of(tensor.Dtype)}', 'fortran_order': False, 'shape': {shape}, }}";
        var unpadded = PrefixLength + description.Length + 1;
        var padded = (unpadded + Alignment - 1) / Alignment * Alignment;
        description = description.PadRight(padded - PrefixLength - 1) + '\n';

        var header = new byte[padded];
        NpyHeader.Magic.CopyTo(header);
        header[NpyHeader.Magic.Length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(PrefixLength - 2), checked((ushort)description.Length));
        Encoding.ASCII.GetBytes(description, header.AsSpan(PrefixLength));
        return header;
    }

    // bfloat16 is the upper half of a float32.
    private static void WriteWidened(Stream output, ReadOnlySpan<ushort> elements)
    {
        var widened = new uint[elements.Length];
        for (var i = 0; i < elements.Length; i++)
            widened[i] = (uint)elements[i] << 16;
        output.Write(MemoryMarshal.AsBytes<uint>(widened));
    }
}
