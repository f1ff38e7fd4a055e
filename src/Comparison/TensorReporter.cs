using ScratchVsAutograd.Comparison.Contract;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Precision;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison;

/// <summary>Puts together what is known about one tensor.</summary>
internal sealed class TensorReporter(
    PrecisionRun working, Lazy<TwoPrecisions> precisions, Judge judge, ContractFindings contract, Tolerance tolerance, ComparisonOptions options)
{
    private const string Cancels = "the mistake made here cancels with one made before: in the end the gradient is autograd's.";

    /// <summary>The report of the tensor of that name, before mistakes are traced from one tensor to another.</summary>
    /// <remarks>No dispose scope of its own: the other precision may be run in here, and serves the tensors after this one too.</remarks>
    public TensorReport Report(string name)
    {
        var tensor = working.Autograd.Trace[name];
        var refused = working.Chained.Gradients.Refused(tensor);
        var written = refused is null ? working.ChainedGradient(name) : refused.Value;
        var chained = Diff(written, working.Autograd.Gradient(name));
        var isolated = refused is null ? Diff(working.IsolatedGradient(name), working.IsolatedOn.Gradient(name)) : null;
        var verdict = judge.Verdict(name, chained, isolated);
        var cancels = verdict == Verdict.Origin && chained is { AllClose: true } && isolated is { AllClose: false } && !Judge.IsDominated(chained);
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
            RightInTheEnd = cancels,
            FaultAt = FaultAt(name, verdict),
            FaultAfter = contract.Modified.GetValueOrDefault(name)?.After,
            Note = refused?.Objection ?? ContractNote(name) ?? (cancels ? Cancels : null),
            Values = options.KeepValues ? Values(tensor, written, working.Autograd.Gradient(name)) : null,
        };
    }

    private SourceLocation? FaultAt(string name, Verdict verdict) => verdict switch
    {
        Verdict.Modified => contract.Modified[name].At,
        Verdict.Origin => TermAtFault.Of(Highest, name),
        Verdict.Missing when working.Chained.Gradients.UnwrittenRead is { } read && read.Name == name => read.ReadAt,
        _ => null,
    };

    private PrecisionRun Highest => precisions.IsValueCreated && precisions.Value.Unusable is null ? precisions.Value.High : working;

    private static TensorValues Values(Tensor tensor, Tensor? written, Tensor? expected)
        => new(TensorSnapshot.Of(tensor), Snapshot(written), Snapshot(expected));

    private static TensorSnapshot? Snapshot(Tensor? gradient) => gradient is null ? null : TensorSnapshot.Of(gradient);

    private TensorDiff? Diff(Tensor? written, Tensor? expected)
        => written is null || expected is null ? null : TensorDiffer.Compare(written, expected, tolerance, options.WorstElements);

    private string? ContractNote(string name)
    {
        if (contract.Modified.TryGetValue(name, out var modification)) return modification.Sentence;
        if (contract.Unrepeatable.Contains(name)) return "a second run of the same backward gives another gradient.";
        return contract.LayoutDependent.Contains(name)
            ? ContractFindings.LayoutNote
            : null;
    }

    private TensorRole Role(string name) => working.Autograd.Leaves.Find(name)?.Role switch
    {
        null => TensorRole.Intermediate,
        LeafRole.Parameter => TensorRole.Parameter,
        LeafRole.Input => TensorRole.Input,
        _ => TensorRole.Constant,
    };
}
