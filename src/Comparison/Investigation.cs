using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Contract;
using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Diagnosis.Contract;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Precision;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Comparison.Witness;
using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison;

/// <summary>One comparison from its first run to its report; its tensors live in the dispose scope it was made in.</summary>
internal sealed class Investigation
{
    private readonly ComparisonOptions options;
    private readonly Tolerance tolerance;
    private readonly ScalarType dtype;
    private readonly Stage stage;
    private readonly PrecisionRun working;
    private readonly ContractFindings contract;
    private readonly Lazy<TwoPrecisions> precisions;
    private readonly Judge judge;
    private readonly TensorReporter reporter;
    private readonly ImmutableArray<ForwardReport> forward;

    /// <summary>Runs the computation and checks its contract.</summary>
    public Investigation(Computation computation, ComparisonOptions options)
    {
        this.options = options;
        dtype = options.Dtype ?? WorkingPrecision(computation);
        tolerance = options.Tolerance ?? Tolerance.For(dtype);
        stage = new Stage(options.Timeout is { } timeout ? new TimedComputation(computation, timeout) : computation, options.Device, dtype, options.Inputs);
        working = PrecisionRun.Of(stage, dtype);
        forward = new ForwardCheck(stage, dtype, tolerance, options.WorstElements).Reports();
        contract = new ContractCheck(stage, working, tolerance).Findings();
        precisions = new(() => new TwoPrecisions(stage, working, tolerance));
        judge = new Judge(working, precisions, new Trials(stage, dtype), contract);
        reporter = new TensorReporter(working, precisions, judge, contract, tolerance, options);
    }

    // The labels, say, or a kept value: what has no gradient to compare and so no verdict.
    private IEnumerable<KeyValuePair<string, Modification>> ModifiedOthers
        => contract.Modified.Where(item => !working.Autograd.Compared.Contains(item.Key)).OrderBy(item => item.Key, StringComparer.Ordinal);

    private PrecisionRun Highest => precisions.IsValueCreated && precisions.Value.Unusable is null ? precisions.Value.High : working;

    /// <summary>Judges every tensor, traces what is wrong to where it was made wrong, and says who is right and why.</summary>
    public ComparisonReport Report()
    {
        var judged = Faults.ReadTooEarly([.. working.Autograd.Compared.Select(reporter.Report)], working);
        judged = Faults.WithoutHeirsOfNobody(judged, working, judge);
        var faults = Faults.InOrder(judged, working, judge);
        var causes = new CauseSearch(
            faults, (fault, budget) => Suspected(judged.Single(tensor => tensor.Name == fault), budget), options.WhyTime, options.Clock);
        var explanations = causes.Explanations
            .Concat(ModifiedOthers.Select(item => InputModified.Explanation(item.Key, item.Value.At)))
            .ToImmutableArray();
        var tracer = new OriginTracer(stage, precisions, working, faults);
        var witness = Testimonies(judged, faults);
        return new ComparisonReport
        {
            Computation = stage.Computation.Name,
            Device = options.Device.ToString(),
            Dtype = dtype,
            Tolerance = tolerance,
            Strict = options.Strict,
            Loss = working.Autograd.Loss,
            Forward = forward,
            Failure = working.Chained.Failure,
            Violations = [.. ModifiedOthers.Select(item => item.Value.Sentence)],
            Remarks = causes.Remark is { } unsought ? [.. Remarks(), unsought] : [.. Remarks()],
            Faults = faults,
            Explanations = explanations,
            Witness = witness,
            Tensors = [.. ReferenceProof.Demand(judged, witness).Select(tensor => Traced(tensor, tracer, faults, explanations))],
        };
    }

    private static TensorReport Traced(
        TensorReport tensor, OriginTracer tracer, ImmutableArray<string> faults, ImmutableArray<Explanation> explanations)
    {
        if (tensor.Verdict == Verdict.Inherited) return tensor with { Origins = tracer.OriginsOf(tensor.Name) };
        if (!faults.Contains(tensor.Name)) return tensor;
        var explained = explanations.FirstOrDefault(explanation => explanation.Tensor == tensor.Name)?.Source;
        return tensor with { FaultAt = explained ?? tensor.FaultAt ?? (tensor.WrittenAt.IsEmpty ? null : tensor.WrittenAt[^1]) };
    }

    private Suspect Suspected(TensorReport tensor, Budget budget) => new(stage, Evidence(tensor.Verdict), tensor, budget);

    // What is wrong with the dtype shows in the working precision only.
    private PrecisionRun Evidence(Verdict verdict)
        => verdict != Verdict.Dtype && precisions.Value.Unusable is null ? precisions.Value.High : working;

    private static ScalarType WorkingPrecision(Computation computation)
    {
        var parameter = computation.Leaves.FirstOrDefault(leaf => leaf.Role == LeafRole.Parameter && leaf.Value.is_floating_point());
        return parameter?.Value.dtype ?? throw new ArgumentException(
            $"'{computation.Name}' has no floating-point parameter; there is no gradient to compare. Give a leaf the role Parameter.", nameof(computation));
    }

    private ImmutableArray<Testimony> Testimonies(ImmutableArray<TensorReport> judged, ImmutableArray<string> faults) => options.Witness switch
    {
        WitnessMode.Never => [],
        WitnessMode.Always => [.. judged.Where(IsComparable).Select(Testify)],
        _ => [.. judged.Where(tensor => tensor.Verdict == Verdict.Reference || (faults.Contains(tensor.Name) && IsComparable(tensor))).Select(Testify)],
    };

    // A gradient of another shape or dtype says nothing that the loss could bear out.
    private static bool IsComparable(TensorReport tensor) => tensor.Verdict is not (Verdict.Shape or Verdict.Dtype);

    // Where autograd is suspected it is the working precision that is in dispute, and what scratch made without autograd's upstream
    // gradients; elsewhere the formula, without its roundings.
    private Testimony Testify(TensorReport tensor)
    {
        var name = tensor.Name;
        return tensor.Verdict == Verdict.Reference
            ? Testify(name, working.ChainedGradient(name), working.Autograd.Gradient(name), working.Dtype)
            : Testify(name, Highest.IsolatedGradient(name), Highest.IsolatedOn.Gradient(name), Highest.Dtype, tensor.Verdict == Verdict.Unstable);
    }

    // What loses its digits loses some of those of float64 too.
    private Testimony Testify(string name, Tensor? scratch, Tensor? autograd, ScalarType dtype, bool isUnstable = false)
    {
        if (stage.Objection(ScalarType.Float64) is { } objection) return Testimony.Silent(name, $"finite differences need the loss in float64. {objection}");
        return FiniteDifferenceWitness.Testify(
            stage.AsRounded(), name, scratch, autograd,
            new WitnessOptions { Precision = dtype == ScalarType.Float64 && !isUnstable ? 1e-12 : Tolerance.For(dtype).Relative, Device = options.Device });
    }

    private IEnumerable<string> Remarks()
    {
        foreach (var remark in NonFiniteFinder.Sentences(working)) yield return remark;
        if (precisions.IsValueCreated && precisions.Value.Unusable is { } unusable)
            yield return $"{unusable} So precision could not be told from formula.";
        foreach (var warning in contract.Warnings) yield return warning;
    }
}
