using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>
/// The numbers of the working precision, and whether these alone settle that backward keeps its contract. The isolated run of a
/// <see cref="PrecisionRun.IsGapped"/> run is the second run of the same backward, with other upstream gradients, another layout and another state
/// of the random generator. Where both are right, by so much that they cannot differ by more than the tolerance either, backward is
/// repeatable, does not depend on gaps, and has no two mistakes that cancel. Anything else is sorted out by a run for each question.
/// </summary>
internal sealed class WorkingDiffs
{
    private readonly PrecisionRun working;
    private readonly Tolerance tolerance;
    private readonly int worst;
    private readonly Dictionary<string, TensorDiff?> chained;
    private Dictionary<string, TensorDiff?> isolated;

    /// <summary>Compares all pairs of gradients.</summary>
    /// <param name="working">What has been run.</param>
    /// <param name="tolerance">What gradients are held to.</param>
    /// <param name="worst">How many of the worst elements of a tensor are listed.</param>
    public WorkingDiffs(PrecisionRun working, Tolerance tolerance, int worst)
    {
        (this.working, this.tolerance, this.worst) = (working, tolerance, worst);
        chained = working.Compared.ToDictionary(name => name, name => Diff(Written(name), working.Gradient(name)), StringComparer.Ordinal);
        isolated = OfIsolated();
        IsSettled = IsClean() && working.Compared.All(IsSettledFor);
        if (IsSettled) return;
        working.IsolateInOrder();
        isolated = OfIsolated();
    }

    /// <summary>Whether nothing is left to ask about the contract but what upstream gradients with stride 0 show.</summary>
    public bool IsSettled { get; }

    /// <summary>The numbers of the chained run; null where a side is absent.</summary>
    public TensorDiff? Chained(string name) => chained[name];

    /// <summary>The numbers of the isolated run; null where a side is absent.</summary>
    public TensorDiff? Isolated(string name) => isolated[name];

    private bool IsClean()
        => working.IsGapped && working.Marked.Count == 0 && working.Failure is null && working.IsolatedFailure is null
            && !working.Chained.Gradients.ChangedTerms().Any();

    private bool IsSettledFor(string name)
        => (chained[name], isolated[name]) switch
        {
            ({ AllClose: true } first, { AllClose: true } second) => first.Budget + second.Budget <= 1,
            (null, null) => working.ChainedGradient(name) is null == working.IsolatedGradient(name) is null,
            _ => false,
        };

    private Dictionary<string, TensorDiff?> OfIsolated() => working.Compared.ToDictionary(
        name => name,
        name => working.ChainedNotes.Objection(name) is null ? Diff(working.IsolatedGradient(name), working.IsolatedOn.Gradient(name)) : null,
        StringComparer.Ordinal);

    private Tensor? Written(string name)
        => working.ChainedNotes.Objection(name) is null
            ? working.ChainedGradient(name)
            : working.Chained.Gradients.Refused(working.Autograd.Trace[name])!.Value;

    private TensorDiff? Diff(Tensor? written, Tensor? expected)
        => written is null || expected is null ? null : TensorDiffer.Compare(written, expected, tolerance, worst);
}
