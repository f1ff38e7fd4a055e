namespace ScratchVsAutograd.Files.Writing;

/// <summary>Writes a file whole or not at all.</summary>
internal static class AtomicFile
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Writes to a temporary name beside the file and moves it into place at the end. An existing file keeps its mode; where it is a link,
    /// or has more names than one or another owner, it keeps those as well: what is there is then overwritten when all is ready.
    /// </summary>
    /// <param name="path">Its folder exists; a file of that name is replaced.</param>
    /// <param name="write">Writes the content; the stream is seekable and closed for it.</param>
    /// <exception cref="FileException">The file cannot be written; nothing is left of it.</exception>
    public static void Write(string path, Action<Stream> write) => Guard(path, target =>
    {
        if (IsStream(target))
            WriteStream(target, write);
        else
            WriteAndMove(target, write);
    });

    /// <summary>Finds out before long work whether <see cref="Write"/> will be able to; an existing file stays as it is.</summary>
    /// <param name="path">Where the file is to be.</param>
    /// <exception cref="FileException">No file can be written there.</exception>
    public static void RequireWritable(string path) => Guard(path, target =>
    {
        if (IsStream(target)) return;
        RequireNotProtected(target);
        using var probe = new FileStream(
            Beside(target), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
    });

    private static void Guard(string path, Action<string> act)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new FileException("The name of the file to write is empty; give the name of a file.");
        if (Directory.Exists(path))
            throw new FileException($"{path} is a folder, so no file can be written there; give the name of a file.");
        try
        {
            var full = Path.GetFullPath(path);
            if (FileStatus.Of(full) is { Kind: FileKind.BlockDevice or FileKind.Socket })
                throw new FileException($"{path} is a device or a socket, so no file can be written there; give the name of a file.");
            act(IsStream(full) ? full : FileIdentity.Followed(full));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileException(
                $"{path} cannot be written ({Reason(path, error)}); give the name of a file in a folder that can be written to.", error);
        }
    }

    private static void WriteAndMove(string target, Action<Stream> write)
    {
        RequireNotProtected(target);
        var temporary = Beside(target);
        try
        {
            using (var stream = Create(temporary, target)) write(stream);
            if (FileStatus.Of(target) is { } status && FileStatus.Of(temporary) is { } replacement
                && (status.Links > 1 || status.Owner != replacement.Owner || status.Group != replacement.Group))
            {
                ContentOverwriter.Overwrite(target, temporary);
                File.Delete(temporary);
                return;
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // Who may not read the old content may not read the new one either, from the first byte on.
    private static FileStream Create(string temporary, string target)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(target)) return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write);
        var mode = File.GetUnixFileMode(target);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode & OwnersOnly };
        var stream = new FileStream(temporary, options);
        File.SetUnixFileMode(stream.SafeFileHandle, mode);
        return stream;
    }

    // A file that may not be written is not to be replaced either, though its folder may be written.
    private static void RequireNotProtected(string target)
    {
        if (!File.Exists(target)) return;
        using var probe = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
    }

    private static void WriteStream(string target, Action<Stream> write)
    {
        using var whole = new MemoryStream();
        write(whole);
        using var stream = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1);
        whole.WriteTo(stream);
        stream.Flush();
    }

    // Not the target's name with something added, which may be longer than a name may be.
    private static string Beside(string target) => Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetRandomFileName()}");

    // A pipe, a terminal, /dev/null or a shell's /dev/fd/63 is written as it is: a file moved there would take its place.
    private static bool IsStream(string path) => FileStatus.Of(path) is { Kind: FileKind.Pipe or FileKind.CharacterDevice }
        || (!OperatingSystem.IsWindows() && File.Exists(path)
            && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal)));

    private static string Reason(string path, Exception error) => error switch
    {
        DirectoryNotFoundException => $"there is no folder {Path.GetDirectoryName(Path.GetFullPath(path))}",
        UnauthorizedAccessException => "permission denied",
        _ => error.Message.TrimEnd('.'),
    };
}
