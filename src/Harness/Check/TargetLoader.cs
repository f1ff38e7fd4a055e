using System.Reflection;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>Loads assemblies in the child process, and says what is in them.</summary>
/// <param name="code">What was compiled, by the name of the assembly.</param>
internal sealed class TargetLoader(IReadOnlyDictionary<string, CompiledCode> code)
{
    private readonly Dictionary<string, Assembly> loaded = new(StringComparer.Ordinal);

    /// <summary>The content of each target, and its candidates, in order.</summary>
    public IReadOnlyList<(TargetContent Content, IReadOnlyList<Candidate> Candidates)> Load(IEnumerable<CheckTarget> targets)
        => [.. targets.Select(Load)];

    private (TargetContent Content, IReadOnlyList<Candidate> Candidates) Load(CheckTarget target)
    {
        try
        {
            var types = CandidateFinder.Types(Loaded(target.Assembly!), target.Types);
            var candidates = CandidateFinder.Find(types);
            var content = new TargetContent
            {
                Keys = [.. candidates.Select(candidate => candidate.Key)],
                WithoutSample = CandidateFinder.FunctionsWithoutSample(types),
                Skipped = CandidateFinder.Skipped(types),
            };
            return (content, candidates);
        }
        catch (InputException exception)
        {
            return (new TargetContent { Unusable = exception.Message }, []);
        }
    }

    // What was compiled together is one assembly for several targets.
    private Assembly Loaded(string name)
    {
        if (!loaded.TryGetValue(name, out var assembly))
            loaded[name] = assembly = new CodeLoadContext(name, code.GetValueOrDefault(name)).Load();
        return assembly;
    }
}
