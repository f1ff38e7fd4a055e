using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>Puts together what is known about one tensor.</summary>
/// <param name="keepValues">Whether to keep the tensors and gradients themselves.</param>
internal sealed class TensorReporter(bool keepValues)
{
    private const string Cancels = "the mistake made here cancels one made earlier: the final gradient matches autograd's.";

    /// <summary>The report on a tensor, before mistakes are traced from one tensor to another.</summary>
    /// <remarks>No dispose scope of its own: the other precision may be run in here, and serves the tensors after this one too.</remarks>
    public TensorReport Report(TensorEvidence tensor)
    {
        var (verdict, reason) = FirstRound.Of(tensor);
        var cancels = verdict == Verdict.Origin
            && tensor is { Chained: { AllClose: true, IsDominated: false }, WholeIsolated.AllClose: false };
        return new TensorReport
        {
            Name = tensor.Name,
            Role = Role(tensor),
            Shape = tensor.Shape,
            ScratchShape = tensor.ScratchShape,
            Diff = tensor.Chained,
            Isolated = tensor.WholeIsolated,
            Verdict = verdict,
            Reason = reason,
            HeldToItsScale = tensor.Chained is { Comparable: true, IsDominated: true } && verdict != Verdict.Zero
                // Where no other precision was run, the working one agrees by the tensor's own scale.
                && (!tensor.All.HasPrecisions || tensor.All.IsUsable),
            WrittenAt = tensor.WrittenAt,
            RightInTheEnd = cancels,
            FaultAt = FaultAt(tensor, verdict),
            FaultAfter = tensor.All.Contract.Modified.GetValueOrDefault(tensor.Name)?.After,
            Note = tensor.Objection ?? ContractNote(tensor) ?? (cancels ? Cancels : null),
            Values = keepValues ? Values(tensor) : null,
        };
    }

    private static SourceLocation? FaultAt(TensorEvidence tensor, Verdict verdict) => verdict switch
    {
        Verdict.Modified => tensor.All.Contract.Modified[tensor.Name].At,
        Verdict.Origin => TermAtFault.Of(tensor.All.Highest, tensor.Name, tensor.Terms),
        Verdict.Missing when tensor.All.Working.ChainedNotes.UnwrittenRead is { } read && read.Name == tensor.Name => read.ReadAt,
        _ => null,
    };

    private static TensorValues Values(TensorEvidence tensor)
        => new(TensorSnapshot.Of(tensor.Value), Snapshot(tensor.Written), Snapshot(tensor.Expected));

    private static TensorSnapshot? Snapshot(Tensor? gradient) => gradient is null ? null : TensorSnapshot.Of(gradient);

    private static string? ContractNote(TensorEvidence tensor)
    {
        var contract = tensor.All.Contract;
        if (contract.Modified.TryGetValue(tensor.Name, out var modification)) return modification.Sentence;
        if (contract.Unrepeatable.Contains(tensor.Name)) return "a second run of the same backward gives another gradient.";
        return contract.LayoutDependent.Contains(tensor.Name)
            ? "the gradient depends on the memory layout of the upstream gradient (gaps or stride 0)."
            : null;
    }

    private static TensorRole Role(TensorEvidence tensor) => tensor.Leaf?.Role switch
    {
        null => TensorRole.Intermediate,
        LeafRole.Parameter => TensorRole.Parameter,
        LeafRole.Input => TensorRole.Input,
        _ => TensorRole.Constant,
    };
}
