namespace ScratchVsAutograd.Comparison.Page;

/// <summary>
/// The files where they were compiled. A deterministic build records paths that are relative to the repository, whose folder is one of
/// those above the one that the program runs in.
/// </summary>
internal sealed class SourceFilesOnDisk : ISourceFiles
{
    /// <inheritdoc />
    public SourceFile? Find(string file)
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.GetFullPath(file, folder.FullName);
            if (!File.Exists(path)) continue;
            try
            {
                return new SourceFile(File.ReadAllText(path), path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A page without the lines is better than none.
                return null;
            }
        }

        return null;
    }
}
