using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>
/// Tells from which fault a tensor inherits, by experiment: with every other fault repaired (its upstream gradient replaced by
/// autograd's), the tensor is still wrong.
/// </summary>
internal sealed class OriginTracer(Evidence evidence, ImmutableArray<string> faults)
{
    /// <summary>A gradient that the one remaining fault reaches is off by more than this, relative to its scale.</summary>
    private const double Reached = 1e-6;

    /// <summary>An experiment for each fault is for a few of them; of more, what can reach what is read off the forward pass.</summary>
    private const int MostTried = 8;

    private readonly Dictionary<string, ImmutableArray<string>> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BackwardRun> runs = new(StringComparer.Ordinal);

    /// <summary>The faults that reach that tensor.</summary>
    public ImmutableArray<string> OriginsOf(string name)
    {
        if (!known.TryGetValue(name, out var origins)) known.Add(name, origins = Traced(name));
        return origins;
    }

    private ImmutableArray<string> Traced(string name)
    {
        if (faults.Length < 2) return faults;
        if (faults.Length <= MostTried) return [.. faults.Where(fault => Reaches(fault, name))];
        var users = UsersOf(name);
        return [.. faults.Where(users.Contains)];
    }

    /// <summary>Lets go of the experiments; what they told is known.</summary>
    public void LetGo() => runs.Clear();

    // Everything that is made from that tensor, and so hands its gradient's mistakes on to it.
    private HashSet<string> UsersOf(string name)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([name]);
        while (open.TryPop(out var next))
        {
            foreach (var user in evidence.Highest.Cut.UsersOf(next).Where(found.Add).Where(user => user != CutRun.Loss)) open.Push(user);
        }

        return found;
    }

    private bool Reaches(string fault, string name)
    {
        var run = RunWithOnly(fault);
        using var scope = NewDisposeScope();
        var tensor = evidence.Highest.IsolatedOn.Trace[name];
        if (run.Gradients.Find(tensor) is not { } written || evidence.Highest.IsolatedOn.Gradient(name) is not { } expected) return true;
        var difference = (written - expected).abs().max();
        return !(difference <= Reached * expected.abs().max()).item<bool>();
    }

    private BackwardRun RunWithOnly(string fault)
    {
        if (runs.TryGetValue(fault, out var run)) return run;
        var repaired = Upstream.Repaired(faults.Where(other => other != fault));
        return runs[fault] = BackwardRun.Of(evidence.Stage.Computation, evidence.Highest.IsolatedOn, repaired);
    }
}
