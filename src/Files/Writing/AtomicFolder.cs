namespace ScratchVsAutograd.Files.Writing;

/// <summary>Writes the files of a folder all or not at all.</summary>
internal static class AtomicFolder
{
    /// <summary>
    /// Writes every file into a temporary folder inside the folder, and moves them into place when the last one is written. An existing
    /// file that is replaced hands on its mode. Files that are neither written nor the writer's own stay.
    /// </summary>
    /// <param name="directory">Created where it does not exist.</param>
    /// <param name="files">The files' names, and what writes each one's content into a stream that can be read back.</param>
    /// <param name="own">The names of files there that may be replaced; those that are not written again are removed.</param>
    /// <exception cref="FileException">Something cannot be written; everything is as it was.</exception>
    public static void Write(string directory, IReadOnlyCollection<(string Name, Action<Stream> Write)> files, IReadOnlySet<string> own)
    {
        RequireFolder(directory);
        RequireOwn(directory, files.Select(file => file.Name), own);
        var created = MissingFolders(directory);
        try
        {
            Directory.CreateDirectory(directory);
            Stage(directory, files, own);
        }
        catch (Exception error)
        {
            // The deepest first, so that each is empty when its turn comes.
            foreach (var folder in created.Where(Directory.Exists))
                Directory.Delete(folder);
            if (error is IOException or UnauthorizedAccessException)
                throw Unwritable(directory, error);
            throw;
        }
    }

    /// <summary>Finds out whether files can be written without replacing any that is not the writer's own.</summary>
    /// <param name="directory">It may not exist.</param>
    /// <param name="names">The files.</param>
    /// <param name="own">The names of files there that may be replaced.</param>
    /// <exception cref="FileException">One cannot.</exception>
    public static void RequireOwn(string directory, IEnumerable<string> names, IReadOnlySet<string> own)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(directory, name);
            if (Directory.Exists(path))
                throw new FileException($"{path} is a folder, and a file of that name is needed; give another folder.");
            if (IsThere(path) && (!own.Contains(name) || IsLink(path)))
                throw new FileException($"{path} is there already and is not what this program left there, so it stays; move it away, or "
                    + "give another folder.");
        }
    }

    /// <summary>Finds out before long work whether <see cref="Write"/> will be able to; nothing is created.</summary>
    /// <param name="directory">Where the folder is to be.</param>
    /// <exception cref="FileException">No file can be written there.</exception>
    public static void RequireWritable(string directory)
    {
        RequireFolder(directory);
        var missing = MissingFolders(directory);
        if (missing.FirstOrDefault(File.Exists) is { } file)
            throw new FileException($"{directory} cannot be written to ({file} is a file); give a folder that can.");
        var parent = missing.Count > 0 ? Path.GetDirectoryName(missing[^1])! : directory;
        try
        {
            var temporary = Path.Combine(parent, Path.GetRandomFileName());
            using var probe = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(directory, error);
        }
    }

    /// <summary>The folder and those around it that do not exist, the deepest first.</summary>
    public static IReadOnlyList<string> MissingFolders(string directory)
    {
        var missing = new List<string>();
        for (var folder = Path.GetFullPath(directory); !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)!)
            missing.Add(folder);
        return missing;
    }

    private static void RequireFolder(string directory)
    {
        if (string.IsNullOrWhiteSpace(directory))
            throw new FileException("The name of the folder to write to is empty; give a name.");
        if (File.Exists(directory))
            throw new FileException($"{directory} is a file, and a folder is needed; give the name of a folder, or of one to create.");
    }

    private static FileException Unwritable(string directory, Exception error)
        => new($"{directory} cannot be written to ({error.Message.TrimEnd('.')}); give a folder that can.", error);

    private static bool IsThere(string path) => Path.Exists(path) || IsLink(path);

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static void Stage(string directory, IReadOnlyCollection<(string Name, Action<Stream> Write)> files, IReadOnlySet<string> own)
    {
        var staging = Directory.CreateDirectory(Path.Combine(directory, $".{Path.GetRandomFileName()}")).FullName;
        try
        {
            foreach (var (name, write) in files)
            {
                var path = Path.Combine(staging, name);
                using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite)) write(stream);
                HandOnMode(Path.Combine(directory, name), path);
            }

            Swap(directory, staging, [.. files.Select(file => file.Name)], own);
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    private static void HandOnMode(string from, string to)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(from)) File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    // Nothing is deleted before everything is in place.
    private static void Swap(string directory, string staging, IReadOnlyCollection<string> names, IReadOnlySet<string> own)
    {
        var old = Directory.CreateDirectory(Path.Combine(staging, Path.GetRandomFileName())).FullName;
        var done = new Stack<(string From, string To)>();
        try
        {
            foreach (var name in own.Where(name => File.Exists(Path.Combine(directory, name))))
                Move(Path.Combine(directory, name), Path.Combine(old, name));
            foreach (var name in names) Move(Path.Combine(staging, name), Path.Combine(directory, name));
        }
        catch
        {
            while (done.TryPop(out var move)) File.Move(move.To, move.From);
            throw;
        }

        void Move(string from, string to)
        {
            File.Move(from, to);
            done.Push((from, to));
        }
    }
}
