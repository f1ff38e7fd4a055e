namespace ScratchVsAutograd.Harness.Output;

/// <summary>The process's standard output and error, made to fail with a sentence.</summary>
internal static class StandardStreams
{
    private const int CloseOnExec = 0x80000; // Linux's O_CLOEXEC

    /// <summary>Puts <see cref="StandardWriter"/>s in the place of both.</summary>
    public static void Guard()
    {
        Console.SetOut(new StandardWriter(IsClosed(1) ? null : Console.Out, "Standard output"));
        Console.SetError(new StandardWriter(IsClosed(2) ? null : Console.Error, "Standard error"));
    }

    // A stream that the shell closed gives its number to what the runtime opens first, which is not to be written to. What a process
    // inherits is never closed on exec, and what the runtime opens always is.
    private static bool IsClosed(int descriptor)
    {
        if (!Directory.Exists("/proc/self/fdinfo")) return false;
        var info = $"/proc/self/fdinfo/{descriptor}";
        if (!File.Exists(info)) return true;
        var flags = File.ReadLines(info)
            .FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal))?["flags:".Length..].Trim();
        return flags is not null && (Octal(flags) & CloseOnExec) != 0;
    }

    private static int Octal(string digits)
        => digits.Aggregate(0, (number, digit) => (number * 8) + (int)char.GetNumericValue(digit));
}
