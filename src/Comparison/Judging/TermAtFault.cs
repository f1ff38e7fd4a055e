using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>
/// At a fan-out a gradient is a sum of terms, one line each. The wrong line is the one whose term is not what autograd sends back
/// through any of the tensor's uses.
/// </summary>
internal static class TermAtFault
{
    // A use may have been written in this many terms at most: the numbers of ways to choose them stay small.
    private const int MostTermsOfOneUse = 3;

    /// <summary>The line of the wrong term; null where there is one term only, or it cannot be told.</summary>
    /// <param name="run">The runs in the highest precision.</param>
    /// <param name="name">A tensor whose gradient is wrong in the isolated run.</param>
    /// <param name="written">How many terms it had in the working precision.</param>
    public static SourceLocation? Of(PrecisionRun run, string name, int written)
    {
        if (written < 2) return null;
        var terms = run.Isolated.Gradients.Contributions(run.IsolatedOn.Trace[name]);
        if (terms.Count < 2) return null;
        // Made before the scope is opened: it serves others too.
        _ = run.Cut;
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        var uses = Use.Of(run, name);
        if (uses.Count == 0) return null;
        var open = terms.ToList();
        var unmet = uses.Where(use => !Take(open, use.Gradient)).ToList();
        // All are right: what is wrong is that one is missing, and no line is.
        if (open.Count == 0) return null;
        // With no use left, a term is one too many; of two that are equal the later one.
        return unmet.Count == 0 || open.Count == 1 || open.Count < terms.Count ? open[0].WrittenAt : null;
    }

    // Takes away the fewest terms that make up what that use sends back.
    private static bool Take(List<Contribution> open, Tensor use)
    {
        for (var size = 1; size <= Math.Min(MostTermsOfOneUse, open.Count); size++)
        {
            foreach (var chosen in Choices(open, size))
            {
                if (!Match.Explains(chosen.Select(term => term.Value).Aggregate((sum, term) => sum + term).detach(), use.detach()))
                    continue;
                open.RemoveAll(chosen.Contains);
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<Contribution[]> Choices(IReadOnlyList<Contribution> from, int size)
        => size == 0
            ? [[]]
            : from.SelectMany(
                (first, index) => Choices([.. from.Skip(index + 1)], size - 1).Select(rest => (Contribution[])[first, .. rest]));
}
