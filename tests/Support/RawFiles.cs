using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>
/// Files byte by byte, as NumPy and safetensors would write them, or as nobody should; shares nothing with the writers under test.
/// </summary>
internal static class RawFiles
{
    /// <summary>A .npy of version 1.0.</summary>
    public static byte[] Npy(string header, params byte[] content) => NpyOfVersion(1, header, content);

    /// <summary>A .npy of any version: of the first the length has two bytes, of the others four.</summary>
    public static byte[] NpyOfVersion(byte version, string header, params byte[] content)
    {
        var text = (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(header + "\n");
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        else BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. content];
    }

    /// <summary>A .npy of float32, row-major.</summary>
    public static byte[] Float32Npy(string shape, params float[] elements)
        => Npy($"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}", [.. elements.SelectMany(BitConverter.GetBytes)]);

    /// <summary>A ZIP archive.</summary>
    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] entries)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return buffer.ToArray();
    }

    /// <summary>A ZIP archive that stores its entries as they are.</summary>
    public static byte[] Zip(params (string Name, byte[] Content)[] entries) => Zip(CompressionLevel.NoCompression, entries);

    /// <summary>A .safetensors.</summary>
    public static byte[] Safetensors(string header, params byte[] content)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. content];
    }
}
