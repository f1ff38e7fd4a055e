using System.Runtime.InteropServices;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>
/// What the process has in use of the C library's memory, which is where LibTorch keeps tensors: in use, not resident, so that it does not
/// depend on what was used and freed before, nor on whether a block is mapped by itself or lies in the heap. Linux only.
/// </summary>
internal static class LiveBytes
{
    public static long Now()
    {
        var information = Read();
        return (long)(information.Mapped + information.InHeaps);
    }

    [DllImport("libc.so.6", EntryPoint = "mallinfo2")]
    private static extern Information Read();

    [StructLayout(LayoutKind.Explicit, Size = 10 * 8)]
    private readonly struct Information
    {
        [FieldOffset(4 * 8)]
        public readonly nuint Mapped;

        [FieldOffset(7 * 8)]
        public readonly nuint InHeaps;
    }
}
