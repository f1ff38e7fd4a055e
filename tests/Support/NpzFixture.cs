using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>An npz file as NumPy writes it: little-endian float32 and float64 arrays in C order only.</summary>
/// <remarks>
/// Format: the documentation of numpy.lib.format. A zip of .npy files, each a magic string, a version, the length of the
/// header, the header and the raw numbers.
/// </remarks>
internal sealed partial class NpzFixture
{
    private const int HeaderStart = 10;
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8, 1, 0];

    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);

    /// <summary>Reads a file into memory.</summary>
    public NpzFixture(Stream stream)
    {
        using var archive = new ZipArchive(stream);
        foreach (var entry in archive.Entries)
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            files.Add(entry.FullName[..^".npy".Length], bytes.ToArray());
        }
    }

    /// <summary>The names of the arrays, such as <c>W1/autograd</c>.</summary>
    public IReadOnlyCollection<string> Names => files.Keys;

    /// <summary>One array, in its own dtype, in the caller's dispose scope.</summary>
    public Tensor this[string name] => Parse(files[name]);

    /// <summary>Opens a file of tests/Data.</summary>
    public static NpzFixture Open(string name)
    {
        using var stream = typeof(NpzFixture).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"The tests carry no file {name}.");
        return new NpzFixture(stream);
    }

    private static Tensor Parse(ReadOnlySpan<byte> npy)
    {
        Assert.True(npy.StartsWith(Magic), "expected an npy file of version 1.0");
        var dataStart = HeaderStart + BinaryPrimitives.ReadUInt16LittleEndian(npy[(HeaderStart - 2)..]);
        var header = Encoding.ASCII.GetString(npy[HeaderStart..dataStart]);
        Assert.Contains("'fortran_order': False", header, StringComparison.Ordinal);

        var shape = Array.ConvertAll(
            ShapePattern().Match(header).Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            size => long.Parse(size, CultureInfo.InvariantCulture));
        var data = npy[dataStart..];
        return DtypePattern().Match(header).Groups[1].Value switch
        {
            "<f4" => tensor(MemoryMarshal.Cast<byte, float>(data).ToArray(), shape),
            "<f8" => tensor(MemoryMarshal.Cast<byte, double>(data).ToArray(), shape),
            var other => throw new NotSupportedException($"expected <f4 or <f8, found {other} in {header}"),
        };
    }

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex ShapePattern();

    [GeneratedRegex("'descr': '([^']*)'")]
    private static partial Regex DtypePattern();
}
