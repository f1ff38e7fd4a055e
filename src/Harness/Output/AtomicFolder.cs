namespace ScratchVsAutograd.Harness.Output;

/// <summary>Writes the files of a folder all or not at all.</summary>
internal static class AtomicFolder
{
    /// <summary>
    /// Writes every file into a temporary folder inside the folder, and moves them into place when the last one is written.
    /// Other files in the folder stay.
    /// </summary>
    /// <param name="directory">Created where it does not exist.</param>
    /// <param name="files">The files' names, and what writes each one's content.</param>
    /// <exception cref="InputException">Something cannot be written; nothing is left of it.</exception>
    public static void Write(string directory, IReadOnlyCollection<(string Name, Action<Stream> Write)> files)
    {
        RequireFolder(directory);
        if (files.FirstOrDefault(file => Directory.Exists(Path.Combine(directory, file.Name))).Name is { } blocked)
            throw new InputException($"{Path.Combine(directory, blocked)} is a folder, and a file of that name is needed; give another folder.");

        var created = MissingFolders(directory);
        try
        {
            Directory.CreateDirectory(directory);
            Stage(directory, files);
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

    /// <summary>Finds out before long work whether <see cref="Write"/> will be able to; nothing is created.</summary>
    /// <param name="directory">Where the folder is to be.</param>
    /// <exception cref="InputException">No file can be written there.</exception>
    public static void RequireWritable(string directory)
    {
        RequireFolder(directory);
        var missing = MissingFolders(directory);
        if (missing.FirstOrDefault(File.Exists) is { } file)
            throw new InputException($"{directory} cannot be written to ({file} is a file); give a folder that can.");
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
            throw new InputException("The name of the folder to write to is empty; give a name.");
        if (File.Exists(directory))
            throw new InputException($"{directory} is a file, and a folder is needed; give the name of a folder, or of one to create.");
    }

    private static InputException Unwritable(string directory, Exception error)
        => new($"{directory} cannot be written to ({error.Message.TrimEnd('.')}); give a folder that can.", error);

    private static void Stage(string directory, IReadOnlyCollection<(string Name, Action<Stream> Write)> files)
    {
        var staging = Directory.CreateDirectory(Path.Combine(directory, Path.GetRandomFileName())).FullName;
        try
        {
            foreach (var (name, write) in files)
                AtomicFile.Write(Path.Combine(staging, name), write);
            foreach (var (name, _) in files)
                File.Move(Path.Combine(staging, name), Path.Combine(directory, name), overwrite: true);
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }
}
