using System.Globalization;
using System.Runtime.InteropServices;

namespace ScratchVsAutograd.Bench;

/// <summary>The most memory that is resident while something runs, beyond what was before. Linux with the GNU C library.</summary>
internal static class PeakMemory
{
    /// <summary>Bytes, at least a page.</summary>
    public static double During(Action action)
    {
        // The C library keeps what was freed; used again, it would not count.
        _ = GiveBack(0);
        // "5" resets the peak to what is resident now (proc(5)).
        File.WriteAllText("/proc/self/clear_refs", "5");
        var before = Peak();
        action();
        return Math.Max(Environment.SystemPageSize, Peak() - before);
    }

    private static double Peak()
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    [DllImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static extern int GiveBack(nuint kept);
}
