using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace ScratchVsAutograd.Files.Writing;

/// <summary>What Linux says of a file beside what .NET asks it: which file it is, whatever it is called.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file in it.</param>
/// <param name="Kind">Whether it is a file at all.</param>
/// <param name="Links">How many names it has.</param>
/// <param name="Owner">The user.</param>
/// <param name="Group">The group.</param>
internal readonly record struct FileStatus(ulong Device, ulong Inode, FileKind Kind, uint Links, uint Owner, uint Group)
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint BasicStatus = 0x7FF; // STATX_BASIC_STATS
    private const int KindMask = 0xF000; // S_IFMT

    /// <summary>The status of what a path leads to, links followed; null where there is nothing, and on other systems.</summary>
    public static FileStatus? Of(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var status = new byte[256];
        return statx(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, BasicStatus, status) == 0 ? Read(status) : null;
    }

    // The layout of struct statx is the same on every architecture.
    private static FileStatus Read(ReadOnlySpan<byte> status) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(status[136..]),
        BinaryPrimitives.ReadUInt64LittleEndian(status[32..]),
        (FileKind)(BinaryPrimitives.ReadUInt16LittleEndian(status[28..]) & KindMask),
        BinaryPrimitives.ReadUInt32LittleEndian(status[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(status[20..]),
        BinaryPrimitives.ReadUInt32LittleEndian(status[24..]));

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] status);
}
