using System.Runtime.InteropServices;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>
/// What the process has of large blocks in the C library's memory, which is where LibTorch keeps tensors: in use, not resident, so that it
/// does not depend on what was used and freed before. Linux only.
/// </summary>
internal static class LiveBytes
{
    private const int MappedFrom = -3;
    private const int Block = 1 << 17;

    // Fixed, so that it does not grow with what is freed: every larger block is mapped by itself, and counted, whichever thread asks for it.
    static LiveBytes()
    {
        if (SetOption(MappedFrom, Block) == 0) throw new InvalidOperationException("The C library does not take the option.");
    }

    public static long Now() => (long)Read().Mapped;

    [DllImport("libc.so.6", EntryPoint = "mallinfo2")]
    private static extern Information Read();

    [DllImport("libc.so.6", EntryPoint = "mallopt")]
    private static extern int SetOption(int option, int value);

    [StructLayout(LayoutKind.Explicit, Size = 10 * 8)]
    private readonly struct Information
    {
        [FieldOffset(4 * 8)]
        public readonly nuint Mapped;
    }
}
