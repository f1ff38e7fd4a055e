using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Contract;
using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Diagnosis.Contract;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Numerics;
using ScratchVsAutograd.Comparison.Pictures;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>One comparison from its first run to its report; its tensors live in the dispose scope it was made in.</summary>
internal sealed class Investigation
{
    private const string Unsearched = "The comparison was stopped before the witness was heard and every cause was tried.";

    private readonly ComparisonOptions options;
    private readonly Stage stage;
    private readonly PrecisionRun working;
    private readonly Evidence evidence;
    private readonly Remarks remarks;
    private readonly Album? album;
    private readonly ImmutableArray<ForwardReport> forward;

    private Investigation(Computation computation, ComparisonOptions options)
    {
        this.options = options;
        var dtype = options.Dtype ?? WorkingPrecision(computation);
        var timed = options.Timeout is { } timeout ? new TimedComputation(computation, timeout) : computation;
        var coverage = Coverage.OfWhatIsOwed(computation, options.Inputs);
        (stage, working) = WorkingRun.Of(new Stage(timed, options.Device, dtype, coverage, isCast: options.Dtype is not null), dtype);
        var tolerances = new Tolerances(working, options.Tolerance);
        forward = new ForwardCheck(stage, working, tolerances.Widest, options.WorstElements).Reports();
        album = options.KeepPictures ? new Album(working.Compared.Count) : null;
        evidence = new Evidence(stage, working, tolerances, options.WorstElements, album);
        remarks = new Remarks(evidence);
    }

    /// <summary>Compares; at the same time as others, one after the other.</summary>
    public static ComparisonReport Run(Computation computation, ComparisonOptions options)
    {
        lock (RandomGenerator.OneAtATime)
        {
            try
            {
                return Reported(computation, options);
            }
            finally
            {
                Unowned.End();
            }
        }
    }

    // In a method of its own, so that nothing reaches the runs any more when it has returned.
    private static ComparisonReport Reported(Computation computation, ComparisonOptions options)
    {
        using var scope = NewDisposeScope();
        return new Investigation(computation, options).Report();
    }

    // The labels, say, or a kept value: what has no gradient to compare and so no verdict.
    private IEnumerable<KeyValuePair<string, Modification>> ModifiedOthers
        => evidence.Contract.Modified.Where(item => !working.Compared.Contains(item.Key)).OrderBy(item => item.Key, StringComparer.Ordinal);

    // Judges every tensor, traces what is wrong to where it was made wrong, and says who is right and why.
    private ComparisonReport Report()
    {
        var reporter = new TensorReporter(options.KeepValues);
        if (!options.KeepValues) evidence.LookAhead();
        var (judged, unread) = HandedOn.Told([.. evidence.Tensors.Select(reporter.Report)], evidence);
        judged = [.. SecondRound.Of(judged, evidence).Select(WithErrors)];
        var faults = Faults.InOrder(judged, evidence);
        var tracer = new OriginTracer(evidence, faults);
        // While the runs are there: the witness has the memory for itself.
        foreach (var heir in judged.Where(tensor => tensor.Verdict == Verdict.Inherited)) tracer.OriginsOf(heir.Name);
        tracer.LetGo();
        var uses = album is null ? [] : Pictured(album, judged);
        var hearing = new Hearing(evidence, options);
        if (faults.Length > 0) options.Judged?.Invoke(Composed([], [Unsearched]));
        hearing.Hear(judged, faults);
        var causes = Causes(faults, judged);
        return Composed(causes.Explanations, causes.Remark is { } unsought ? [unsought] : []);

        ComparisonReport Composed(ImmutableArray<Explanation> explanations, ImmutableArray<string> more) => new()
        {
            Computation = stage.Computation.Name,
            Device = options.Device.ToString(),
            Dtype = working.Dtype,
            Tolerance = evidence.Tolerances.Usual,
            Strict = options.Strict,
            Loss = working.Loss,
            Forward = forward,
            Failure = working.Failure,
            Violations = [.. ModifiedOthers.Select(item => item.Value.Sentence), .. working.ChainedNotes.UnnamedRefusals],
            Remarks = [.. remarks.Of(judged, faults, unread, hearing.Unheard), .. more],
            NotCompared = [.. remarks.NotCompared()],
            Faults = faults,
            ViolationExplanations = [.. ModifiedOthers.Select(item => InputModified.Explanation(item.Key, item.Value.At))],
            Tensors = [.. judged.Select(tensor => Told(tensor, hearing.Heard, explanations)).Select(ReferenceProof.Demand)
                .Select(tensor => Traced(tensor, tracer, faults))
                .Select(tensor => album is null ? tensor : tensor with { Pictures = album.Of(tensor.Name) })],
            Uses = uses,
        };
    }

    // Of float64 where it was run and is in memory anyhow: a picture is worth no run.
    private ImmutableArray<TensorUse> Pictured(Album pictures, ImmutableArray<TensorReport> judged)
    {
        if (evidence.HasPrecisions && evidence.IsUsable && working is { IsLarge: false, Dtype: not ScalarType.Float64 })
        {
            foreach (var tensor in judged.Where(tensor => tensor.Diff is { AllClose: false }))
            {
                TakeInFloat64(pictures, tensor.Name, PictureOf.ChainedInFloat64, isolated: false);
                TakeInFloat64(pictures, tensor.Name, PictureOf.IsolatedInFloat64, isolated: true);
            }
        }

        return [
            .. from tensor in judged
               from user in working.Cut.UsersOf(tensor.Name)
               select new TensorUse(tensor.Name, user == CutRun.Loss ? ForwardReport.Loss : user)];
    }

    private void TakeInFloat64(Album pictures, string name, PictureOf run, bool isolated)
    {
        if (evidence.Precisions.High.Pair(name, isolated) is not var (scratch, autograd)) return;
        var diff = TensorDiffer.Compare(scratch, autograd, Tolerance.For(ScalarType.Float64), worst: 0);
        pictures.Take(name, run, scratch, autograd, diff);
    }

    private CauseSearch Causes(ImmutableArray<string> faults, ImmutableArray<TensorReport> judged)
    {
        using var fresh = new FreshRuns(stage);
        // Float64 is not run for a search that there is not.
        var searched = !faults.IsEmpty && evidence.IsUsable ? ScalarType.Float64 : working.Dtype;
        using var large = new LargeFaults(stage, working, name => judged.Single(tensor => tensor.Name == name), searched)
        {
            IsAllowed = options.TriesSmallerLeaves,
        };
        return new CauseSearch(
            faults, (fault, budget) => Suspected(judged.Single(tensor => tensor.Name == fault), budget), fresh, large, options.WhyTime,
            options.Clock);
    }

    private static TensorReport Told(TensorReport tensor, IReadOnlyList<Testimony> witness, ImmutableArray<Explanation> explanations)
        => tensor with
        {
            Testimony = witness.FirstOrDefault(testimony => testimony.Tensor == tensor.Name),
            Explanations = [.. explanations.Where(explanation => explanation.Tensor == tensor.Name)],
        };

    private static TensorReport Traced(TensorReport tensor, OriginTracer tracer, ImmutableArray<string> faults)
    {
        if (tensor.Verdict == Verdict.Inherited) return tensor with { Origins = tracer.OriginsOf(tensor.Name) };
        if (!faults.Contains(tensor.Name)) return tensor;
        var explained = tensor.Explanations.FirstOrDefault()?.Source;
        return tensor with { FaultAt = explained ?? tensor.FaultAt ?? (tensor.WrittenAt.IsEmpty ? null : tensor.WrittenAt[^1]) };
    }

    private Suspect Suspected(TensorReport tensor, Budget budget) => new(stage, Shown(tensor.Verdict), tensor, budget);

    // What is wrong with the dtype shows in the working precision only.
    private PrecisionRun Shown(Verdict verdict) => verdict == Verdict.Dtype ? working : evidence.Highest;

    // Whichever of them it was that needed the other precision.
    private TensorReport WithErrors(TensorReport tensor)
        => tensor.Diff is { Comparable: true } && evidence.HasErrors(tensor.Name)
            ? tensor with { Precision = evidence.Precisions.Errors(tensor.Name, isolated: false) }
            : tensor;

    private static ScalarType WorkingPrecision(Computation computation)
    {
        var owed = Coverage.OfWhatIsOwed(computation, inputs: false);
        return computation.Leaves.First(owed.IsDifferentiated).Value.dtype;
    }
}
