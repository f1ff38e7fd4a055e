using System.IO.Enumeration;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>The files that one typed word stands for: itself, those in a folder, or those that a pattern fits.</summary>
internal static class TargetFinder
{
    private const string Give = "give a C# source file, a folder of them, a project (.csproj), or the .dll that 'dotnet build' makes";
    private const string AnyDepth = "**";

    private static readonly char[] Wildcards = ['*', '?'];
    private static readonly string[] BuildOutput = ["bin", "obj"];

    // Links to folders may lead round in a circle.
    private static readonly EnumerationOptions Folders = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };
    private static readonly EnumerationOptions Files = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };

    /// <summary>The files in the order of their names, as the user would type them.</summary>
    /// <exception cref="InputException">There are none.</exception>
    public static IReadOnlyList<string> Find(string typed)
    {
        if (File.Exists(typed))
            return CheckTargets.IsCheckable(typed)
                ? [typed]
                : throw new InputException($"{typed} is neither an assembly nor a C# source file; {Give}.");
        if (Directory.Exists(typed)) return InFolder(typed);
        return typed.IndexOfAny(Wildcards) >= 0
            ? Fitting(typed)
            : throw new InputException($"There is no file {typed}{Near(typed)}; {Give}.");
    }

    // What 'dotnet build' would take for a project is one.
    private static List<string> InFolder(string folder)
    {
        if (FilesIn(folder).Where(CheckTargets.IsProject).ToList() is [var project]) return [project];
        var sources = Below(folder).SelectMany(FilesIn).Where(CheckTargets.IsSource).Order(StringComparer.Ordinal).ToList();
        return sources.Count > 0 ? sources : throw new InputException($"{folder} is a folder without a C# source file in it; {Give}.");
    }

    private static List<string> Fitting(string pattern)
    {
        var root = Path.GetPathRoot(pattern) ?? "";
        var segments = pattern[root.Length..].Split(
            [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        var files = Fitting(root, segments).Where(CheckTargets.IsCheckable).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        return files.Count > 0
            ? files
            : throw new InputException($"No C# source file, project or assembly is named like {pattern}; {Give}.");
    }

    private static IEnumerable<string> Fitting(string folder, ReadOnlyMemory<string> segments)
    {
        var (segment, rest) = (segments.Span[0], segments[1..]);
        if (rest.IsEmpty) return FilesIn(folder).Where(file => Fits(segment, file));
        if (segment == AnyDepth) return Below(folder).SelectMany(below => Fitting(below, rest));
        if (segment.IndexOfAny(Wildcards) < 0)
            return Directory.Exists(Path.Combine(folder, segment)) ? Fitting(Path.Combine(folder, segment), rest) : [];
        return FoldersIn(folder).Where(each => Fits(segment, each)).SelectMany(each => Fitting(each, rest));
    }

    private static bool Fits(string pattern, string path)
        => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(path), OperatingSystem.IsWindows());

    private static IEnumerable<string> Below(string folder) => FoldersIn(folder).SelectMany(Below).Prepend(folder);

    private static IEnumerable<string> FoldersIn(string folder)
        => Named(folder, Directory.EnumerateDirectories(Existing(folder), "*", Folders))
            .Where(each => !BuildOutput.Contains(Path.GetFileName(each)));

    private static IEnumerable<string> FilesIn(string folder) => Named(folder, Directory.EnumerateFiles(Existing(folder), "*", Files));

    // As a user would type them: without "./".
    private static IEnumerable<string> Named(string folder, IEnumerable<string> paths)
        => paths.Select(path => folder is "" or "." ? Path.GetFileName(path) : Path.Combine(folder, Path.GetFileName(path)));

    private static string Existing(string folder) => folder.Length == 0 ? "." : folder;

    private static string Near(string file)
    {
        var folder = Path.GetDirectoryName(file) ?? "";
        return Directory.Exists(Existing(folder)) ? Nearest.Question(file, FilesIn(folder).Where(CheckTargets.IsCheckable)) : "";
    }
}
