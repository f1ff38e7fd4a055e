using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison;

/// <summary>Turns one tensor's two gradients into its report.</summary>
internal sealed class Judge(AutogradRun autograd, BackwardRun scratch, Tolerance tolerance, ComparisonOptions options)
{
    /// <summary>The report of the tensor of that name.</summary>
    public TensorReport Report(string name)
    {
        using var scope = NewDisposeScope();
        var tensor = autograd.Trace[name];
        var refused = scratch.Gradients.Refused(tensor);
        var written = refused is null ? scratch.Gradients.Find(tensor) : refused.Value;
        var expected = autograd.Gradient(name);
        var diff = written is null || expected is null ? null : TensorDiffer.Compare(written, expected, tolerance, options.WorstElements);
        return new TensorReport
        {
            Name = name,
            Role = Role(name),
            Shape = [.. tensor.shape],
            ScratchShape = written is null ? null : [.. written.shape],
            Diff = diff,
            Verdict = diff is null ? WithoutPair(written, expected) : OfPair(diff),
            WrittenAt = scratch.WrittenAt(tensor),
            Note = refused?.Objection,
            Values = options.KeepValues ? Values(tensor, written, expected) : null,
        };
    }

    private static Verdict OfPair(TensorDiff diff)
    {
        if (!diff.ScratchShape.AsSpan().SequenceEqual(diff.AutogradShape.AsSpan())) return Verdict.Shape;
        if (diff.ScratchDtype != diff.AutogradDtype) return Verdict.Dtype;
        if (diff.Scratch.AllZero && diff.Autograd.AllZero) return Verdict.Zero;
        if (diff.AllClose) return Verdict.Agree;
        return diff.Scratch.NonFinite + diff.Autograd.NonFinite > 0 ? Verdict.NonFinite : Verdict.Differs;
    }

    private static Verdict WithoutPair(Tensor? written, Tensor? expected)
    {
        if (HasNonZero(written)) return Verdict.Extra;
        return HasNonZero(expected) ? Verdict.Missing : Verdict.Zero;
    }

    private static bool HasNonZero(Tensor? tensor)
    {
        if (tensor is null) return false;
        using var scope = NewDisposeScope();
        return (tensor != 0).any().item<bool>();
    }

    private TensorRole Role(string name) => autograd.Leaves.Find(name)?.Role switch
    {
        null => TensorRole.Intermediate,
        LeafRole.Parameter => TensorRole.Parameter,
        _ => TensorRole.Input,
    };

    private static TensorValues Values(Tensor tensor, Tensor? written, Tensor? expected)
        => new(TensorSnapshot.Of(tensor), Snapshot(written), Snapshot(expected));

    private static TensorSnapshot? Snapshot(Tensor? gradient) => gradient is null ? null : TensorSnapshot.Of(gradient);
}
