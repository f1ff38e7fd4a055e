using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>A tensor as it was at one moment.</summary>
/// <param name="tensor">The tensor.</param>
/// <param name="isObserved">Whether anybody will ask if it was changed.</param>
internal sealed class Observed(Tensor tensor, bool isObserved = true)
{
    private readonly ulong? fingerprint = isObserved ? Fingerprint.Of(tensor) : null;
    private Tensor? current = tensor;
    private bool wasChanged;

    /// <summary>The tensor itself, as it is now.</summary>
    /// <exception cref="InvalidOperationException">Nobody looks at it any more.</exception>
    public Tensor Tensor => current ?? throw new InvalidOperationException("A tensor that was let go of is asked for.");

    /// <summary>Whether its content is another now; or was, when it was looked at for the last time.</summary>
    public bool IsChanged => current is null ? wasChanged : fingerprint is not null && Fingerprint.Of(current) != fingerprint;

    /// <summary>Lets go of it, as it is what it was.</summary>
    public void LetGo() => current = null;

    /// <summary>Looks at it for the last time, and lets go of it.</summary>
    public void Settle()
    {
        if (current is null) return;
        wasChanged = IsChanged;
        current = null;
    }
}
