using TorchSharp;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Detectors;

/// <summary>A way to check a hand-written backward pass that passes or rejects it.</summary>
public abstract class Detector
{
    /// <summary>The head of its column.</summary>
    public abstract string Name { get; }

    /// <summary>Confronts it with a wrong version, and with the right one, so that rejecting everything gains nothing.</summary>
    public Detection Judge(WrongBackward wrong)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        using var scope = torch.NewDisposeScope();
        if (!Rejects(wrong.Computation, wrong.Right)) return Detection.Missed;
        return Rejects(wrong.Right, wrong.Right) ? Detection.RightOneRejectedToo : Detection.Caught;
    }

    /// <summary>Whether the check fails, or throws.</summary>
    /// <param name="computation">The version to check.</param>
    /// <param name="subject">Whose version it is: the leaves and the forward pass are the same.</param>
    protected abstract bool Rejects(Computation computation, Subject subject);
}
