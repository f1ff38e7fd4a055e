using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>Reads NumPy's .npz from its specification, sharing nothing with the writer that it checks.</summary>
internal static partial class NpzReader
{
    /// <summary>An array as stored.</summary>
    /// <param name="Descriptor">Such as <c>&lt;f4</c>.</param>
    /// <param name="Shape">As Python writes it.</param>
    /// <param name="Bytes">The elements, in row-major order.</param>
    public sealed record StoredArray(string Descriptor, string Shape, byte[] Bytes);

    /// <summary>The arrays by the names that <c>numpy.load</c> gives them, in the archive's order.</summary>
    public static IReadOnlyList<(string Name, StoredArray Array)> Read(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        return [.. archive.Entries.Select(entry => (Regex.Replace(entry.FullName, @"\.npy$", ""), Parse(Content(entry))))];
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>Reads one .npy, version 1.0.</summary>
    public static StoredArray Parse(byte[] npy)
    {
        Assert.Equal("\u0093NUMPY\u0001\0", Encoding.Latin1.GetString(npy, 0, 8));
        var length = BinaryPrimitives.ReadUInt16LittleEndian(npy.AsSpan(8));
        var header = Encoding.ASCII.GetString(npy, 10, length);
        Assert.Equal(0, (10 + length) % 64);
        Assert.EndsWith("\n", header, StringComparison.Ordinal);
        var match = Dictionary().Match(header);
        Assert.True(match.Success, header);
        return new StoredArray(match.Groups["descr"].Value, match.Groups["shape"].Value, npy[(10 + length)..]);
    }

    [GeneratedRegex(@"^\{'descr': '(?<descr>[<>]f[248])', 'fortran_order': False, 'shape': (?<shape>\([0-9, ]*\)), \} *\n$")]
    private static partial Regex Dictionary();
}
