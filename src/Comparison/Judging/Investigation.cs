using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Contract;
using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Diagnosis.Contract;
using ScratchVsAutograd.Comparison.Numerics;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Comparison.Witness;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>One comparison from its first run to its report; its tensors live in the dispose scope it was made in.</summary>
internal sealed class Investigation
{
    private const string Unsearched = "The comparison was ended before the witness was heard and all causes were sought.";

    private readonly ComparisonOptions options;
    private readonly Stage stage;
    private readonly PrecisionRun working;
    private readonly Evidence evidence;
    private readonly Remarks remarks;
    private readonly ImmutableArray<ForwardReport> forward;
    private readonly List<string> unheard = [];

    private Investigation(Computation computation, ComparisonOptions options)
    {
        this.options = options;
        var dtype = options.Dtype ?? WorkingPrecision(computation);
        var tolerance = options.Tolerance ?? Tolerance.For(dtype);
        var timed = options.Timeout is { } timeout ? new TimedComputation(computation, timeout) : computation;
        var coverage = Coverage.OfWhatIsOwed(computation, options.Inputs);
        (stage, working) = WorkingRun.Of(new Stage(timed, options.Device, dtype, coverage, isCast: options.Dtype is not null), dtype);
        forward = new ForwardCheck(stage, dtype, tolerance, options.WorstElements).Reports();
        evidence = new Evidence(stage, working, tolerance, options.WorstElements);
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
        if (faults.Length > 0) options.Judged?.Invoke(Composed([], [], [Unsearched]));
        var witness = Testimonies(judged, faults);
        var causes = Causes(faults, judged);
        return Composed(witness, causes.Explanations, causes.Remark is { } unsought ? [unsought] : []);

        ComparisonReport Composed(ImmutableArray<Testimony> witness, ImmutableArray<Explanation> explanations, ImmutableArray<string> more) => new()
        {
            Computation = stage.Computation.Name,
            Device = options.Device.ToString(),
            Dtype = working.Dtype,
            Tolerance = evidence.Tolerance,
            Strict = options.Strict,
            Loss = working.Loss,
            Forward = forward,
            Failure = working.Failure,
            Violations = [.. ModifiedOthers.Select(item => item.Value.Sentence), .. working.ChainedNotes.UnnamedRefusals],
            Remarks = [.. remarks.Of(judged, faults, unread, unheard), .. more],
            NotCompared = [.. remarks.NotCompared()],
            Faults = faults,
            ViolationExplanations = [.. ModifiedOthers.Select(item => InputModified.Explanation(item.Key, item.Value.At))],
            Tensors = [.. judged.Select(tensor => Told(tensor, witness, explanations)).Select(ReferenceProof.Demand).Select(tensor => Traced(tensor, tracer, faults))],
        };
    }

    private CauseSearch Causes(ImmutableArray<string> faults, ImmutableArray<TensorReport> judged)
    {
        using var fresh = new FreshRuns(stage);
        return new CauseSearch(
            faults, (fault, budget) => Suspected(judged.Single(tensor => tensor.Name == fault), budget), fresh, options.WhyTime, options.Clock);
    }

    private static TensorReport Told(TensorReport tensor, ImmutableArray<Testimony> witness, ImmutableArray<Explanation> explanations) => tensor with
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

    // Known of every tensor or of none, whichever of them it was that needed the other precision.
    private TensorReport WithErrors(TensorReport tensor)
        => evidence.HasPrecisions && tensor.Diff is { Comparable: true }
            ? tensor with { Precision = evidence.Precisions.Errors(tensor.Name, isolated: false) }
            : tensor;

    private static ScalarType WorkingPrecision(Computation computation)
    {
        var owed = Coverage.OfWhatIsOwed(computation, inputs: false);
        return computation.Leaves.First(owed.IsDifferentiated).Value.dtype;
    }

    // Those at fault in the order in which backward meets them, as there may not be time for all.
    private ImmutableArray<Testimony> Testimonies(ImmutableArray<TensorReport> judged, ImmutableArray<string> faults)
    {
        var asked = options.Witness switch
        {
            WitnessMode.Never => [],
            WitnessMode.Always => judged.Where(IsComparable),
            _ => judged.Where(tensor => tensor.Verdict == Verdict.Reference || (faults.Contains(tensor.Name) && IsComparable(tensor) && !IsUnwritten(tensor)))
                .OrderBy(tensor => faults.IndexOf(tensor.Name)),
        };
        var plan = new WitnessPlan(working);
        var inquiries = asked.Select(tensor => Inquire(tensor, plan)).ToList();
        if (inquiries.Exists(inquiry => inquiry.How is not null)) evidence.LetGo();
        var heard = new List<Testimony>();
        foreach (var inquiry in inquiries)
        {
            if (Testify(inquiry) is { } testimony) heard.Add(testimony);
            else unheard.Add(inquiry.Name);
        }

        return [.. heard];
    }

    // Nobody disputes what a gradient is that was not there when it was needed.
    private bool IsUnwritten(TensorReport tensor) => working.ChainedNotes.UnwrittenRead?.Name == tensor.Name;

    // A gradient of another shape or dtype says nothing that the loss could bear out.
    private static bool IsComparable(TensorReport tensor) => tensor.Verdict is not (Verdict.Shape or Verdict.Dtype);

    // Where autograd is suspected it is the working precision that is in dispute, and what scratch made without autograd's upstream
    // gradients; elsewhere the formula, without its roundings.
    private Inquiry Inquire(TensorReport tensor, WitnessPlan plan)
    {
        var name = tensor.Name;
        if (Objection(name) is { } objection) return new Inquiry(name, Objection: objection);
        var isReference = tensor.Verdict == Verdict.Reference;
        // What loses its digits loses some of those of float64 too.
        var precision = isReference ? Tolerance.For(working.Dtype).Relative
            : evidence.Highest.Dtype == ScalarType.Float64 && tensor.Verdict != Verdict.Unstable ? 1e-12 : Tolerance.For(evidence.Highest.Dtype).Relative;
        var usual = new WitnessOptions { Precision = precision, Device = options.Device, OwnsLeaves = true };
        if (plan.Next(usual, isReference || options.Witness == WitnessMode.Always) is not { } how) return new Inquiry(name);
        return isReference
            ? new Inquiry(name, working.ChainedGradient(name), working.Gradient(name), how)
            : new Inquiry(name, evidence.Highest.IsolatedGradient(name), evidence.Highest.Gradient(name), how);
    }

    private string? Objection(string name)
    {
        if (stage.Objection(ScalarType.Float64) is { } objection) return $"finite differences need the loss in float64. {objection}";
        var tensor = evidence.Tensors.Single(tensor => tensor.Name == name);
        if (!tensor.IsMovable) return "whole numbers cannot be moved by a little.";
        return tensor.IsKept ? $"finite differences cannot move a kept value. Name {name} with Watch instead." : null;
    }

    private Testimony? Testify(Inquiry inquiry)
    {
        if (inquiry.Objection is { } objection) return Testimony.Silent(inquiry.Name, objection);
        if (inquiry.How is not { } how) return null;
        using var scope = NewDisposeScope();
        return FiniteDifferenceWitness.Testify(stage.AsRounded(), inquiry.Name, inquiry.Scratch, inquiry.Autograd, how);
    }

    // What the witness is asked about a tensor; nothing where there is an objection, or no time for it.
    private sealed record Inquiry(string Name, Tensor? Scratch = null, Tensor? Autograd = null, WitnessOptions? How = null, string? Objection = null);
}
