namespace ScratchVsAutograd.Harness.Output;

/// <summary>Writes a file whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes to a temporary name beside the file and moves it into place at the end.</summary>
    /// <param name="path">Its folder exists; a file of that name is replaced.</param>
    /// <param name="write">Writes the content; the stream is closed for it.</param>
    /// <exception cref="InputException">The file cannot be written; nothing is left of it.</exception>
    public static void Write(string path, Action<Stream> write) => Guard(path, target =>
    {
        if (IsDevice(target))
            WriteTo(target, FileMode.Create, write);
        else
            WriteAndMove(target, write);
    });

    /// <summary>Finds out before long work whether <see cref="Write"/> will be able to; an existing file stays as it is.</summary>
    /// <param name="path">Where the file is to be.</param>
    /// <exception cref="InputException">No file can be written there.</exception>
    public static void RequireWritable(string path) => Guard(path, target =>
    {
        if (IsDevice(target)) return;
        var temporary = $"{target}.{Path.GetRandomFileName()}";
        using var probe = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
    });

    private static void Guard(string path, Action<string> act)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new InputException("The name of the file to write is empty; give the name of a file.");
        if (Directory.Exists(path))
            throw new InputException($"{path} is a folder, so no file can be written there; give the name of a file.");
        try
        {
            act(Target(Path.GetFullPath(path)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be written ({Reason(path, error)}); give the name of a file in a folder that can be written to.", error);
        }
    }

    private static void WriteAndMove(string target, Action<Stream> write)
    {
        var temporary = $"{target}.{Path.GetRandomFileName()}";
        try
        {
            WriteTo(temporary, FileMode.CreateNew, write);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void WriteTo(string path, FileMode mode, Action<Stream> write)
    {
        using var stream = new FileStream(path, mode, FileAccess.Write);
        write(stream);
        stream.Flush();
    }

    // A link stays a link: what it points to is replaced.
    private static string Target(string path) =>
        !IsDevice(path) && File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : path;

    // Moving a file over /dev/null or a shell's /dev/fd/63 would replace the device, so these are written as they are.
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows() && File.Exists(path)
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    private static string Reason(string path, Exception error) => error switch
    {
        DirectoryNotFoundException => $"there is no folder {Path.GetDirectoryName(Path.GetFullPath(path))}",
        UnauthorizedAccessException => "permission denied",
        _ => error.Message.TrimEnd('.'),
    };
}
