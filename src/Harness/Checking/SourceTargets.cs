using System.Globalization;

namespace ScratchVsAutograd.Harness.Checking;

/// <summary>
/// Source files that are given together: each is compiled by itself, as it would be alone; those that do not compile so, with all others.
/// </summary>
internal sealed class SourceTargets
{
    private readonly IReadOnlyList<SourceFile> sources;
    private readonly string folder;
    private readonly Dictionary<SourceFile, CheckTarget> targets = [];

    private SourceTargets(IReadOnlyList<SourceFile> sources, string folder)
    {
        (this.sources, this.folder) = (sources, folder);
        foreach (var (index, source) in sources.Index()) targets[source] = Alone(source, Subfolder(index.ToString(CultureInfo.InvariantCulture)));
        if (sources.Count > 1) CompileTogether();
    }

    /// <summary>One target a file, in order; one that does not compile has its errors.</summary>
    /// <param name="sources">The files.</param>
    /// <param name="folder">Where to write.</param>
    public static IReadOnlyList<CheckTarget> Of(IReadOnlyList<SourceFile> sources, string folder)
    {
        var made = new SourceTargets(sources, folder);
        return [.. sources.Select(source => made.targets[source])];
    }

    /// <summary>The target of one file by itself.</summary>
    /// <exception cref="CompilationException">It has errors.</exception>
    public static CheckTarget Compiled(SourceFile source, string folder)
        => new() { Name = source.Path, Assembly = SourceCompiler.Compile([source], Path.GetFileNameWithoutExtension(source.Path), folder) };

    private static CheckTarget Alone(SourceFile source, string folder)
    {
        try
        {
            return Compiled(source, folder);
        }
        catch (CompilationException exception)
        {
            return Failed(source, exception);
        }
    }

    private static CheckTarget Failed(SourceFile source, CompilationException exception)
    {
        var errors = exception.In(source.Path);
        return new() { Name = source.Path, Problem = $"it does not compile: {Errors.InASentence(errors)}.", Errors = errors };
    }

    // Those that need others stand first: where two files declare the same, the compiler accuses the second.
    private void CompileTogether()
    {
        var needy = sources.Where(source => targets[source].Problem is not null).ToList();
        var rest = needy.Concat(sources.Except(needy)).ToList();
        while (rest.Exists(needy.Contains))
        {
            try
            {
                var assembly = SourceCompiler.Compile(rest, "Together", Subfolder("together"));
                foreach (var source in rest.Where(needy.Contains)) targets[source] = new() { Name = source.Path, Assembly = assembly, Types = source.Types };
                return;
            }
            catch (CompilationException exception)
            {
                if (!Remove(rest, needy, exception)) return;
            }
        }
    }

    // A file with errors of its own is left out, and the others get another chance; those that compile alone go first.
    private bool Remove(List<SourceFile> rest, List<SourceFile> needy, CompilationException exception)
    {
        var wrong = rest.Where(source => exception.Files.Contains(source.Path)).ToList();
        var removed = wrong.Exists(source => !needy.Contains(source)) ? wrong.Where(source => !needy.Contains(source)).ToList() : wrong;
        foreach (var source in removed.Where(needy.Contains)) targets[source] = Failed(source, exception);
        return rest.RemoveAll(removed.Contains) > 0;
    }

    private string Subfolder(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
}
