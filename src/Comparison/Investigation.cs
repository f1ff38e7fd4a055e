using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Contract;
using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Precision;
using ScratchVsAutograd.Comparison.Runs;
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

    /// <summary>Runs the computation and checks its contract.</summary>
    public Investigation(Computation computation, ComparisonOptions options)
    {
        this.options = options;
        dtype = options.Dtype ?? WorkingPrecision(computation);
        tolerance = options.Tolerance ?? Tolerance.For(dtype);
        stage = new Stage(computation, options.Device, dtype, options.Inputs);
        working = PrecisionRun.Of(stage, dtype);
        var other = dtype == ScalarType.Float64 ? ScalarType.Float32 : ScalarType.Float64;
        contract = new ContractCheck(stage, working, other, tolerance).Findings();
        precisions = new(() => new TwoPrecisions(working, PrecisionRun.Of(stage, other), tolerance));
        judge = new Judge(working, precisions, new(() => new ErrorTrials(stage, dtype, tolerance)), contract);
    }

    /// <summary>Judges every tensor, traces what is wrong to where it was made wrong, and says why.</summary>
    public ComparisonReport Report()
    {
        var judged = ReadTooEarly([.. working.Autograd.Compared.Select(Judged)]);
        var faults = Faults(judged);
        var explanations = faults.SelectMany(fault => Explain(judged.Single(tensor => tensor.Name == fault))).ToImmutableArray();
        var tracer = new OriginTracer(stage, precisions, working, faults);
        return new ComparisonReport
        {
            Computation = stage.Computation.Name,
            Device = options.Device.ToString(),
            Dtype = dtype,
            Tolerance = tolerance,
            Strict = options.Strict,
            Loss = working.Autograd.Loss,
            Failure = working.Chained.Failure,
            Violations = [.. Violations()],
            Remarks = [.. Remarks()],
            Faults = faults,
            Explanations = explanations,
            Tensors = [.. judged.Select(tensor => Traced(tensor, tracer, faults, explanations))],
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

    // A gradient that is right at the end, but was handed on before it was: nothing isolated shows it, as there it is right at once.
    private ImmutableArray<TensorReport> ReadTooEarly(ImmutableArray<TensorReport> judged)
    {
        if (judged.All(tensor => tensor.Verdict != Verdict.Inherited)) return judged;
        return [.. judged.Select(tensor =>
            tensor.Verdict.Passes(strict: false) && working.Chained.Gradients.ReadsTooEarly(tensor.Name).FirstOrDefault() is { } readAt
                ? tensor with { Verdict = Verdict.Origin, FaultAt = readAt, Note = $"{readAt} reads the gradient of {tensor.Name} before its last contribution is added." }
                : tensor)];
    }

    private ImmutableArray<Explanation> Explain(TensorReport tensor)
        => Diagnostician.Explain(new Suspect(stage, precisions.IsValueCreated && precisions.Value.Unusable is null ? precisions.Value.High : working, tensor));

    private static ScalarType WorkingPrecision(Computation computation)
    {
        var parameter = computation.Leaves.FirstOrDefault(leaf => leaf.Role == LeafRole.Parameter && leaf.Value.is_floating_point());
        return parameter?.Value.dtype ?? throw new ArgumentException(
            $"'{computation.Name}' has no floating-point parameter; there is no gradient to compare. Give a leaf the role Parameter.", nameof(computation));
    }

    // No dispose scope of its own: the other precision may be run in here, and serves the tensors after this one too.
    private TensorReport Judged(string name)
    {
        var tensor = working.Autograd.Trace[name];
        var refused = working.Chained.Gradients.Refused(tensor);
        var written = refused is null ? working.ChainedGradient(name) : refused.Value;
        var chained = Diff(written, working.Autograd.Gradient(name));
        var isolated = refused is null ? Diff(working.IsolatedGradient(name), working.IsolatedOn.Gradient(name)) : null;
        var verdict = judge.Verdict(name, chained, isolated);
        return new TensorReport
        {
            Name = name,
            Role = Role(name),
            Shape = [.. tensor.shape],
            ScratchShape = written is null ? null : [.. written.shape],
            Diff = chained,
            Isolated = isolated,
            Verdict = verdict,
            Precision = precisions.IsValueCreated && chained is { Comparable: true } ? precisions.Value.Errors(name, isolated: false) : null,
            HeldToItsScale = chained is { Comparable: true } && Judge.IsDominated(chained) && verdict != Verdict.Zero,
            WrittenAt = working.Chained.WrittenAt(tensor),
            FaultAt = contract.Modified.GetValueOrDefault(name),
            Note = refused?.Objection ?? ContractNote(name),
            Values = options.KeepValues ? Values(tensor, written, working.Autograd.Gradient(name)) : null,
        };
    }

    private TensorDiff? Diff(Tensor? written, Tensor? expected)
        => written is null || expected is null ? null : TensorDiffer.Compare(written, expected, tolerance, options.WorstElements);

    private string? ContractNote(string name)
    {
        if (contract.Modified.TryGetValue(name, out var line)) return $"backward changed {name} or its gradient in place{By(line)}.";
        if (contract.Unrepeatable.Contains(name)) return "a second run of the same backward gives another gradient.";
        return contract.LayoutDependent.Contains(name)
            ? "the gradient depends on how the upstream gradient lies in memory (gaps or stride 0)."
            : null;
    }

    private static string By(SourceLocation? line) => line is null ? "" : $", by {line}";

    private ImmutableArray<string> Faults(ImmutableArray<TensorReport> judged)
    {
        var atFault = judged.Where(tensor => tensor.Verdict.IsAtFault() || IsNonFiniteInIsolation(tensor)).Select(tensor => tensor.Name).ToList();
        var met = working.Isolated.Gradients.WriteOrder.ToList();
        // What was never written is met last, in the order in which backward should have come to it.
        return [.. met.Where(atFault.Contains), .. atFault.Except(met, StringComparer.Ordinal).Reverse()];
    }

    private static bool IsNonFiniteInIsolation(TensorReport tensor) => tensor.Verdict == Verdict.NonFinite && tensor.Isolated is { AllClose: false };

    private IEnumerable<string> Violations()
        => contract.Modified.Where(item => !working.Autograd.Compared.Contains(item.Key)).OrderBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => $"backward changed {item.Key} in place{By(item.Value)}.");

    private IEnumerable<string> Remarks()
    {
        foreach (var remark in NonFiniteFinder.Sentences(working)) yield return remark;
        if (precisions.IsValueCreated && precisions.Value.Unusable is { } unusable)
            yield return $"{unusable} So precision could not be told from formula.";
        foreach (var warning in contract.Warnings) yield return warning;
    }

    private TensorRole Role(string name) => working.Autograd.Leaves.Find(name)?.Role switch
    {
        null => TensorRole.Intermediate,
        LeafRole.Parameter => TensorRole.Parameter,
        _ => TensorRole.Input,
    };

    private static TensorValues Values(Tensor tensor, Tensor? written, Tensor? expected)
        => new(TensorSnapshot.Of(tensor), Snapshot(written), Snapshot(expected));

    private static TensorSnapshot? Snapshot(Tensor? gradient) => gradient is null ? null : TensorSnapshot.Of(gradient);
}
