using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>All that one command line asks to be checked.</summary>
internal sealed class CheckTargets
{
    private static readonly string[] Projects = [".csproj", ".fsproj", ".vbproj"];
    private static readonly string[] Assemblies = [".dll", ".exe"];

    private CheckTargets(IReadOnlyList<string> typed)
    {
        Name = NameList.Of(typed);
        IsOneFile = typed is [var only] && File.Exists(only);
    }

    /// <summary>What the user typed.</summary>
    public string Name { get; }

    /// <summary>Whether the user named one file: then nobody needs to be told which.</summary>
    public bool IsOneFile { get; }

    /// <summary>What there is to check, and what cannot be, in the order of the command line.</summary>
    public IReadOnlyList<CheckTarget> Items { get; private set; } = [];

    /// <summary>Source files that do not compile and hold nothing to check, such as tests beside an op.</summary>
    public IReadOnlyList<CheckTarget> LeftOut { get; private set; } = [];

    /// <summary>Finds the files, and compiles or builds what has to be.</summary>
    /// <param name="typed">Files, folders and patterns.</param>
    /// <exception cref="InputException">Something typed is no file that can be checked.</exception>
    /// <exception cref="CompilationException">One source file was typed, and has errors.</exception>
    public static CheckTargets Of(IReadOnlyList<string> typed)
    {
        var files = typed.SelectMany(TargetFinder.Find).DistinctBy(Path.GetFullPath).ToList();
        var targets = new CheckTargets(typed);
        targets.Make(files);
        return targets;
    }

    /// <summary>Whether a name is that of a file which can be checked.</summary>
    public static bool IsCheckable(string file) => IsSource(file) || HasExtension(file, Projects) || HasExtension(file, Assemblies);

    /// <summary>Whether a name is that of a C# source file.</summary>
    public static bool IsSource(string file) => HasExtension(file, [".cs"]);

    /// <summary>Whether a name is that of a project.</summary>
    public static bool IsProject(string file) => HasExtension(file, Projects);

    private static bool HasExtension(string file, string[] extensions)
        => extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    private void Make(List<string> files)
    {
        var sources = files.Where(IsSource).Select(SourceFile.Read).ToList();
        var compiled = IsOneFile && sources is [var only]
            ? [SourceTargets.Compiled(only)]
            : SourceTargets.Of(sources);
        var others = files.Where(file => !IsSource(file)).Select(file => IsProject(file) ? ProjectBuild.Of(file) : Given(file));
        var byName = compiled.Concat(others).ToDictionary(target => target.Name, StringComparer.Ordinal);
        if (IsOneFile && byName.Values.Single() is { Problem: { } problem }) throw new InputException($"{Name}{problem["it".Length..]}");
        var foreign = sources.Where(source => byName[source.Path].Problem is not null && !source.MayBeChecked).Select(source => source.Path)
            .ToHashSet(StringComparer.Ordinal);
        Items = [.. files.Where(file => !foreign.Contains(file)).Select(file => byName[file])];
        LeftOut = [.. files.Where(foreign.Contains).Select(file => byName[file])];
    }

    private static CheckTarget Given(string file) => new() { Name = file, Assembly = Path.GetFullPath(file) };
}
