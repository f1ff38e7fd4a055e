using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// The engine's side dictionary: what is wrong with a write or a read is noted with its line instead of thrown, so that one
/// wrong shape does not turn everything after it into a missing gradient.
/// </summary>
/// <param name="reference">The run that backward inverts; its gradients stand in for those that backward failed to write.</param>
internal class RecordingGradients(AutogradRun reference) : Gradients(reference.Trace)
{
    private readonly Dictionary<Tensor, RefusedGradient> refused = new(ReferenceEqualityComparer.Instance);

    /// <summary>The first write to that tensor that was refused, or null.</summary>
    public RefusedGradient? Refused(Tensor tensor) => refused.GetValueOrDefault(tensor);

    /// <inheritdoc />
    protected override Tensor Read(Tensor tensor, SourceLocation readAt)
        => Find(tensor) ?? Reference(tensor) ?? base.Read(tensor, readAt);

    /// <summary>Autograd's gradient of that tensor, or null where it has none or the tensor has no name.</summary>
    protected Tensor? Reference(Tensor tensor)
        => reference.Trace.NameOf(tensor) is { } name ? reference.Gradient(name) : null;

    /// <inheritdoc />
    protected override void Refuse(Tensor tensor, Tensor gradient, string objection, SourceLocation writtenAt)
        => refused.TryAdd(tensor, new RefusedGradient(gradient.IsInvalid ? null : Keep(gradient), objection, writtenAt));
}
