namespace ScratchVsAutograd.Files.Writing;

/// <summary>
/// Which file a path leads to: two paths to one file have equal identities, however they are spelled, through whatever links they lead, and
/// also where the file is not there yet.
/// </summary>
/// <param name="Anchor">What exists of the path: on Linux device and inode, elsewhere its full name.</param>
/// <param name="Rest">The names that do not exist yet; empty for an existing file.</param>
internal readonly record struct FileIdentity(string Anchor, string Rest)
{
    /// <summary>Whether file systems as they usually are here tell names apart by their case.</summary>
    public static StringComparer NameComparer { get; } = OperatingSystem.IsLinux()
        ? StringComparer.Ordinal
        : StringComparer.OrdinalIgnoreCase;

    /// <summary>The identity of what a path leads to.</summary>
    public static FileIdentity Of(string path)
    {
        var rest = "";
        for (var existing = Followed(Path.GetFullPath(path)); ; existing = Path.GetDirectoryName(existing)!)
        {
            if (Path.Exists(existing) || Path.GetDirectoryName(existing) is null) return new FileIdentity(AnchorOf(existing), Folded(rest));
            rest = Path.Combine(Path.GetFileName(existing), rest);
        }
    }

    /// <summary>Where a link leads, also one to a file that is not there yet; any other path as it is.</summary>
    /// <param name="path">A full path.</param>
    public static string Followed(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        }
        catch (IOException)
        {
            // Links in a circle: whoever opens the path is told.
            return path;
        }
    }

    private static string AnchorOf(string existing)
        => FileStatus.Of(existing) is { } status ? FormattableString.Invariant($"{status.Device}:{status.Inode}") : Folded(existing);

    private static string Folded(string name) => NameComparer == StringComparer.Ordinal ? name : name.ToUpperInvariant();
}
