using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Contract;
using ScratchVsAutograd.Comparison.Pictures;
using ScratchVsAutograd.Comparison.Precision;
using ScratchVsAutograd.Comparison.Runs;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>Everything that was run for one comparison. What has not been run yet is run when it is first asked for.</summary>
internal sealed class Evidence
{
    private readonly Lazy<TwoPrecisions> precisions;

    /// <summary>Checks backward's contract; in the dispose scope of the whole comparison, where all that is run later lives too.</summary>
    /// <param name="stage">Runs the computation.</param>
    /// <param name="working">What has been run already, in the working precision.</param>
    /// <param name="tolerances">What gradients are held to.</param>
    /// <param name="worst">How many of the worst elements of a tensor are listed.</param>
    /// <param name="album">Takes pictures of what is compared; null for none.</param>
    public Evidence(Stage stage, PrecisionRun working, Tolerances tolerances, int worst, Album? album = null)
    {
        (Stage, Working, Tolerances) = (stage, working, tolerances);
        precisions = new(() => new TwoPrecisions(stage, working, tolerances));
        var diffs = new WorkingDiffs(working, tolerances, worst, album);
        Contract = new ContractCheck(stage, working, precisions, tolerances).Findings(diffs.IgnoresGaps, diffs.IsRepeated);
        Trials = new Trials(stage, working, tolerances);
        Tensors = [.. working.Compared.Select(name => new TensorEvidence(this, name, diffs))];
    }

    /// <summary>
    /// Asks other precisions what the rulings will want to know, one kind of run after the other: of a large computation, what has been
    /// looked at is let go of before the next one runs.
    /// </summary>
    public void LookAhead()
    {
        var open = Tensors.Where(tensor => tensor.IsOpen).ToList();
        if (open.Count == 0) return;
        var names = open.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        var needed = Tensors.Where(tensor => tensor.NeedsIsolated).Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        var absent = Tensors.Where(tensor => tensor.Chained is null).Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        Working.KeepGradients(name => names.Contains(name) || absent.Contains(name), needed.Contains);
        foreach (var tensor in open) tensor.LookAhead(ofIsolated: false);
        if (!HasPrecisions) return;
        foreach (var tensor in Tensors.Where(tensor => tensor.Chained is { Comparable: true } && HasErrors(tensor.Name)))
            Precisions.Errors(tensor.Name, isolated: false);
        Precisions.High.LetGoOfChained();
        foreach (var tensor in open) tensor.LookAhead(ofIsolated: true);
        Precisions.High.LetGoOfIsolated();
    }

    /// <summary>
    /// Whether a tensor's errors are told: of a small computation all, of a large one those that float64 was asked about.
    /// </summary>
    public bool HasErrors(string name)
        => HasPrecisions && (!Working.IsLarge || Tensors.Any(tensor => tensor.Name == name && tensor.IsOpen));

    /// <summary>Lets go of every run of a large computation.</summary>
    public void LetGo()
    {
        Working.LetGo();
        if (HasPrecisions) Precisions.High.LetGo();
        Unowned.Tidy();
    }

    /// <summary>Runs the computation.</summary>
    public Stage Stage { get; }

    /// <summary>The runs in the working precision.</summary>
    public PrecisionRun Working { get; }

    /// <summary>What the gradients are held to.</summary>
    public Tolerances Tolerances { get; }

    /// <summary>What backward did that no backward may.</summary>
    public ContractFindings Contract { get; }

    /// <summary>Every compared tensor, in graph order.</summary>
    public ImmutableArray<TensorEvidence> Tensors { get; }

    /// <summary>The runs in float32 and in float64.</summary>
    public TwoPrecisions Precisions => precisions.Value;

    /// <summary>Whether the other precisions were needed so far.</summary>
    public bool HasPrecisions => precisions.IsValueCreated;

    /// <summary>Whether the other precisions tell something.</summary>
    public bool IsUsable => Precisions.Unusable is null;

    /// <summary>The runs in float64, or in the working precision where the computation does not run in float64.</summary>
    public PrecisionRun Highest => IsUsable ? Precisions.High : Working;

    /// <summary>Repetitions on leaves moved a little, which tell an unlucky rounding from a formula that loses digits.</summary>
    public Trials Trials { get; }
}
