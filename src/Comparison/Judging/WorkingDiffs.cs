using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Pictures;
using ScratchVsAutograd.Comparison.Precision;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>
/// The numbers of the working precision, and how much of backward's contract these alone settle. The isolated run of a
/// <see cref="PrecisionRun.IsGapped"/> run has another layout than the chained one, and another state of the random generator. Where it is
/// right, no mistakes cancel, and backward does not depend on gaps. Where the chained one is right too, by so much that the two cannot
/// differ by more than the tolerance either, backward repeats itself. Anything else is sorted out by a run for each question.
/// </summary>
internal sealed class WorkingDiffs
{
    private readonly PrecisionRun working;
    private readonly Tolerances tolerances;
    private readonly int worst;
    private readonly Album? album;
    private readonly Dictionary<string, TensorDiff?> chained;
    private readonly HashSet<string> written;
    private Dictionary<string, TensorDiff?> isolated;

    /// <summary>Compares all pairs of gradients.</summary>
    /// <param name="working">What has been run.</param>
    /// <param name="tolerances">What gradients are held to.</param>
    /// <param name="worst">How many of the worst elements of a tensor are listed.</param>
    /// <param name="album">Takes pictures of what is compared; null for none.</param>
    public WorkingDiffs(PrecisionRun working, Tolerances tolerances, int worst, Album? album)
    {
        (this.working, this.tolerances, this.worst, this.album) = (working, tolerances, worst, album);
        chained = working.Compared.ToDictionary(
            name => name, name => Diff(name, PictureOf.Chained, Written(name), working.Gradient(name)), StringComparer.Ordinal);
        written = [.. working.Compared.Where(name => working.ChainedGradient(name) is not null)];
        var isClean = IsClean();
        if (isClean && chained.Values.All(diff => diff is null or { AllClose: true })) LetGoOfChained();
        isolated = OfIsolated();
        IgnoresGaps = isClean && working.IsolatedFailure is null && working.Compared.All(IsRightIsolated);
        IsRepeated = IgnoresGaps && working.Compared.All(IsWithinToleranceOfBoth);
        if (IgnoresGaps) return;
        working.IsolateInOrder();
        isolated = OfIsolated();
    }

    /// <summary>Whether backward leaves everything as it was, and is right on upstream gradients with gaps.</summary>
    public bool IgnoresGaps { get; }

    /// <summary>Whether it did the same a second time, too.</summary>
    public bool IsRepeated { get; }

    /// <summary>The numbers of the chained run; null where a side is absent.</summary>
    public TensorDiff? Chained(string name) => chained[name];

    /// <summary>The numbers of the isolated run; null where a side is absent.</summary>
    public TensorDiff? Isolated(string name) => isolated[name];

    private bool IsClean()
        => working.IsGapped && working.Marked.Count == 0 && working.Failure is null && !working.Chained.Gradients.ChangedTerms().Any();

    // What is right is not looked at again, but for its own scale where the tolerance says little.
    private void LetGoOfChained()
    {
        foreach (var (name, diff) in chained)
        {
            if (diff is { IsDominated: true }) working.Agrees(name, isolated: false, TwoPrecisions.OfItsScale);
        }

        working.LetGoOfChained();
    }

    private bool IsRightIsolated(string name)
        => isolated[name] is { } diff ? diff.AllClose : written.Contains(name) == working.IsolatedGradient(name) is not null;

    private bool IsWithinToleranceOfBoth(string name)
        => (chained[name], isolated[name]) switch
        {
            ({ AllClose: true } first, { AllClose: true } second) => first.Budget + second.Budget <= 1,
            var (first, second) => first is null && second is null,
        };

    private Dictionary<string, TensorDiff?> OfIsolated() => working.Compared.ToDictionary(
        name => name,
        name => working.ChainedNotes.Objection(name) is null
            ? Diff(name, PictureOf.Isolated, working.IsolatedGradient(name), working.IsolatedOn.Gradient(name))
            : null,
        StringComparer.Ordinal);

    private Tensor? Written(string name)
        => working.ChainedNotes.Objection(name) is null
            ? working.ChainedGradient(name)
            : working.Chained.Gradients.Refused(working.Autograd.Trace[name])!.Value;

    private TensorDiff? Diff(string name, PictureOf run, Tensor? written, Tensor? expected)
    {
        if (written is null || expected is null) return null;
        var diff = TensorDiffer.Compare(written, expected, tolerances[name], worst);
        album?.Take(name, run, written, expected, diff);
        return diff;
    }
}
