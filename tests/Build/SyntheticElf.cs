using System.Buffers.Binary;
using System.Text;

namespace ScratchVsAutograd.Tests.Build;

/// <summary>A minimal 64-bit ELF library: a header, five sections, and in them what a dynamic loader would look up.</summary>
internal sealed record SyntheticElf
{
    private const int HeaderSize = 64, SectionSize = 64, SymbolSize = 24, VersionSize = 16;
    private const int StringsSection = 2;

    /// <summary>Every text that is used, in the order of the string table, so that two variants differ in references only.</summary>
    private static readonly string[] Texts =
    [
        "", "libc.so.6", "libstdc++.so.6", "GLIBC_2.34", "GLIBCXX_3.4", "GLIBCXX_3.4.30", "GLIBCXX_3.4.32", "GLIBCXX_3.4.33",
        "_ZSt21ios_base_library_initv", "_ZNSo5flushEv", "THSAutograd_isGradEnabled", "THSTensor_ones",
    ];

    public byte Class { get; init; } = 2;

    public ushort Machine { get; init; } = 62;

    public string Provider { get; init; } = "libstdc++.so.6";

    public uint NeededVersionsType { get; init; } = 0x6FFFFFFE;

    public IReadOnlyList<(string Name, ushort Version, bool IsDefined)> Symbols { get; init; } =
    [
        ("", 0, false),
        ("_ZNSo5flushEv", 2, false),
        ("_ZSt21ios_base_library_initv", 0x8000 | 4, false),
        ("THSTensor_ones", 1, true),
        ("THSAutograd_isGradEnabled", 1, true),
    ];

    public IReadOnlyList<(string Name, ushort Index)> Versions { get; init; } =
        [("GLIBCXX_3.4", 2), ("GLIBCXX_3.4.32", 4), ("GLIBCXX_3.4.30", 3)];

    public byte[] ToBytes()
    {
        byte[][] contents = [[], SymbolTable(), StringTable(), VersionTable(), NeededVersions()];
        uint[] types = [0, 11, 3, 0x6FFFFFFF, NeededVersionsType];
        var file = Header(HeaderSize + contents.Sum(content => content.Length), contents.Length);
        var offset = HeaderSize;
        List<byte> headers = [];
        foreach (var (content, type) in contents.Zip(types))
        {
            headers.AddRange(SectionHeader(type, offset, content.Length));
            offset += content.Length;
        }

        return [.. file, .. contents.SelectMany(content => content), .. headers];
    }

    private byte[] Header(int sections, int count)
    {
        var header = new byte[HeaderSize];
        "\u007FELF"u8.CopyTo(header);
        header[4] = Class;
        header[5] = 1; // little endian
        Put16(header, 18, Machine);
        Put64(header, 40, sections);
        Put16(header, 60, (ushort)count);
        return header;
    }

    private static byte[] SectionHeader(uint type, int offset, int size)
    {
        var section = new byte[SectionSize];
        Put32(section, 4, type);
        Put64(section, 24, offset);
        Put64(section, 32, size);
        Put32(section, 40, StringsSection);
        return section;
    }

    private byte[] SymbolTable()
    {
        var table = new byte[Symbols.Count * SymbolSize];
        foreach (var (i, symbol) in Symbols.Index())
        {
            Put32(table, i * SymbolSize, Text(symbol.Name));
            Put16(table, (i * SymbolSize) + 6, (ushort)(symbol.IsDefined ? 1 : 0));
        }

        return table;
    }

    private static byte[] StringTable() => Encoding.ASCII.GetBytes(string.Join('\0', Texts) + '\0');

    private byte[] VersionTable()
    {
        var table = new byte[Symbols.Count * sizeof(ushort)];
        foreach (var (i, symbol) in Symbols.Index())
            Put16(table, i * sizeof(ushort), symbol.Version);
        return table;
    }

    private byte[] NeededVersions() =>
        [.. Need("libc.so.6", [("GLIBC_2.34", 5)], isLast: false), .. Need(Provider, Versions, isLast: true)];

    private static byte[] Need(string file, IReadOnlyList<(string Name, ushort Index)> versions, bool isLast)
    {
        var bytes = new byte[VersionSize * (1 + versions.Count)];
        Put16(bytes, 0, 1);
        Put16(bytes, 2, (ushort)versions.Count);
        Put32(bytes, 4, Text(file));
        Put32(bytes, 8, VersionSize);
        Put32(bytes, 12, isLast ? 0 : (uint)bytes.Length);
        foreach (var (i, version) in versions.Index())
        {
            var at = VersionSize * (i + 1);
            Put32(bytes, at, Hash(version.Name));
            Put16(bytes, at + 6, version.Index);
            Put32(bytes, at + 8, Text(version.Name));
            Put32(bytes, at + 12, i == versions.Count - 1 ? 0u : VersionSize);
        }

        return bytes;
    }

    private static uint Text(string text) => (uint)Texts.TakeWhile(other => other != text).Sum(other => other.Length + 1);

    /// <summary>The hash of the System V ABI, which a loader compares before it compares names.</summary>
    private static uint Hash(string name) => name.Aggregate(0u, (hash, character) =>
    {
        hash = (hash << 4) + character;
        var top = hash & 0xF0000000;
        return (hash ^ (top >> 24)) & ~top;
    });

    private static void Put16(byte[] bytes, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), value);

    private static void Put32(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);

    private static void Put64(byte[] bytes, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);
}
