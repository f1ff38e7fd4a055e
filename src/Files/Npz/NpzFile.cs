using System.Collections.Immutable;
using System.IO.Compression;
using ScratchVsAutograd.Files.Npy;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Files.Npz;

/// <summary>Arrays as <c>numpy.savez</c> and <c>savez_compressed</c> write them: a ZIP archive of .npy files.</summary>
internal sealed class NpzFile : TensorFile
{
    private const string Extension = ".npy";

    private readonly ZipArchive archive;
    private readonly Dictionary<string, (ZipArchiveEntry Entry, NpyHeader Head)> arrays = new(StringComparer.Ordinal);

    /// <summary>Reads every head; nothing is written to any disk.</summary>
    /// <param name="path">What the user calls it.</param>
    /// <param name="stream">Seekable; closed with this.</param>
    /// <param name="options">What may be left out.</param>
    /// <exception cref="InvalidDataException">It is no such archive, or an array in it cannot be used.</exception>
    public NpzFile(string path, Stream stream, ReadOptions options) : base(path, options)
    {
        archive = new ZipArchive(stream, ZipArchiveMode.Read);
        var entries = archive.Entries.Where(entry => !IsFolder(entry)).ToList();
        NpzLimits.RequireHarmless(entries, stream.Length, entry => options.MayBeUnusable(Name(entry)), options);
        Headers = [.. entries.Select(entry => Usable(entry, options)).OfType<TensorHeader>()];
    }

    /// <inheritdoc />
    public override string Format => ".npz";

    /// <inheritdoc />
    public override ImmutableArray<TensorHeader> Headers { get; }

    /// <inheritdoc />
    public override void Dispose()
    {
        archive.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    private protected override Tensor Content(TensorHeader header)
    {
        var (entry, head) = arrays[header.Name];
        using var content = new ChecksumStream(entry.Open());
        NpyHeader.Read(content);
        var tensor = TensorContent.Read(content, header, head.Descriptor.IsBigEndian, head.IsFortranOrder);
        if (content.Checksum != entry.Crc32)
            throw new InvalidDataException("its checksum is not the archive's; it was damaged, so copy or save it again");
        return tensor;
    }

    private TensorHeader? Usable(ZipArchiveEntry entry, ReadOptions options)
        => FileFault.Unless(options.MayBeUnusable(Name(entry)), () => FileFault.In(Name(entry), options, () => Header(entry)));

    private TensorHeader Header(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        var head = NpyHeader.Read(content);
        var header = new TensorHeader(Name(entry), head.Descriptor.Dtype, head.Shape);
        NpyFile.RequireFilled(head, header, entry.Length);
        return arrays.TryAdd(header.Name, (entry, head)) ? header
            : throw new InvalidDataException("the archive has two of that name; keep one");
    }

    // zip -r of a folder leaves entries for the folders in it.
    private static bool IsFolder(ZipArchiveEntry entry) => entry.FullName.EndsWith('/') && entry.Length == 0;

    private static string Name(ZipArchiveEntry entry)
        => entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : entry.FullName;
}
