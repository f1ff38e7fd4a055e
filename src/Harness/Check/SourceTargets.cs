namespace ScratchVsAutograd.Harness.Check;

/// <summary>
/// Source files that are given together: each is compiled by itself, as it would be alone; those that do not compile so, with all others.
/// </summary>
internal sealed class SourceTargets
{
    private const string Together = "Together";

    private readonly IReadOnlyList<SourceFile> sources;
    private readonly Dictionary<SourceFile, CheckTarget> targets = [];

    private SourceTargets(IReadOnlyList<SourceFile> sources)
    {
        this.sources = sources;
        foreach (var source in sources) targets[source] = Alone(source);
        if (sources.Count > 1) CompileTogether();
    }

    /// <summary>One target a file, in order; one that does not compile has its errors.</summary>
    /// <param name="sources">The files.</param>
    public static IReadOnlyList<CheckTarget> Of(IReadOnlyList<SourceFile> sources)
    {
        var made = new SourceTargets(sources);
        return [.. sources.Select(source => made.targets[source])];
    }

    /// <summary>The target of one file by itself.</summary>
    /// <exception cref="CompilationException">It has errors.</exception>
    public static CheckTarget Compiled(SourceFile source) => new()
    {
        Name = source.Path,
        Assembly = Path.GetFullPath(source.Path),
        Code = SourceCompiler.Compile([source], Path.GetFileNameWithoutExtension(source.Path)),
    };

    private static CheckTarget Alone(SourceFile source)
    {
        try
        {
            return Compiled(source);
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
                var code = SourceCompiler.Compile(rest, Together);
                foreach (var source in rest.Where(needy.Contains))
                    targets[source] = new() { Name = source.Path, Assembly = Together, Code = code, Types = source.Types };
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
}
