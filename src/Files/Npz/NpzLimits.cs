using System.IO.Compression;

namespace ScratchVsAutograd.Files.Npz;

/// <summary>
/// What an archive of arrays may look like. Names are never used as paths here, but an archive that tries is not one of arrays; and a
/// few kilobytes must not unpack to what fills a machine.
/// </summary>
internal static class NpzLimits
{
    // Deflate makes at most 258 bytes of 2 bits.
    private const long LargestRatio = 1032;

    // A small archive may unpack to this much, a larger one to that many times its size.
    private const long AlwaysAllowed = 1L << 30;
    private const long AllowedRatio = 100;

    /// <summary>Looks at all that the archive's directory says, before anything is unpacked.</summary>
    /// <param name="entries">The archive's files.</param>
    /// <param name="length">The archive's size in bytes.</param>
    /// <param name="isLeftOut">Whether an entry that is no array as NumPy writes one is left out; it is then never unpacked.</param>
    /// <param name="options">How something is left out.</param>
    /// <exception cref="InvalidDataException">Something in it is not what NumPy writes.</exception>
    public static void RequireHarmless(
        IReadOnlyCollection<ZipArchiveEntry> entries, long length, Func<ZipArchiveEntry, bool> isLeftOut, ReadOptions options)
    {
        if (entries.FirstOrDefault(entry => entry.FullName.EndsWith("data.pkl", StringComparison.Ordinal)) is not null)
            throw new InvalidDataException("it is a PyTorch file (torch.save), which is a pickle that may run any code and is never read; "
                + "save the tensors with numpy.savez or safetensors.torch.save_file");
        foreach (var entry in entries)
        {
            RequirePlain(entry);
            if (!isLeftOut(entry)) RequireHarmless(entry, options);
        }

        // Archives whose files overlap unpack to far more than their size.
        if (Total(entries, entry => entry.CompressedLength) > length)
            throw new InvalidDataException(
                "its arrays take more room than the archive has, so they overlap; expected what numpy.savez writes");
        var unpacked = Total(entries, entry => entry.Length);
        if (unpacked > AlwaysAllowed && unpacked / AllowedRatio > length)
            throw new InvalidDataException(FormattableString.Invariant(
                $"its {length} bytes unpack to {unpacked}; expected at most {AllowedRatio} times as many, ")
                + "so save it with numpy.savez, uncompressed");
    }

    private static void RequirePlain(ZipArchiveEntry entry)
    {
        var name = FileFault.Shown(entry.FullName);
        if (!IsPlain(entry.FullName))
            throw new InvalidDataException(
                $"an entry is named '{name}'; expected names without '..', ':' and '\\' that do not begin with '/'");
    }

    private static void RequireHarmless(ZipArchiveEntry entry, ReadOptions options)
    {
        var name = FileFault.Shown(entry.FullName);
        if (!entry.FullName.EndsWith(".npy", StringComparison.Ordinal))
            throw new InvalidDataException(
                $"an entry is named '{name}'; expected arrays, which end in .npy{options.Cure("; ", entry.FullName, " leaves it out")}");
        if (entry.IsEncrypted)
            throw new InvalidDataException($"the array '{name}' is encrypted; save it without a "
                + $"password{(options.LeavesOut is { } option ? $", or leave it out with {option}" : "")}");
        if (entry.Length > LargestRatio * Math.Max(entry.CompressedLength, 1))
            throw new InvalidDataException(FormattableString.Invariant(
                $"the array '{name}' is said to unpack from {entry.CompressedLength} to {entry.Length} bytes, ")
                + "which no archive can do; save it again");
    }

    private static bool IsPlain(string name) => name.Length > 0 && name[0] != '/' && !name.AsSpan().ContainsAny('\\', ':', '\0')
        && !name.Split('/').Contains("..");

    private static decimal Total(IEnumerable<ZipArchiveEntry> entries, Func<ZipArchiveEntry, decimal> length) => entries.Sum(length);
}
