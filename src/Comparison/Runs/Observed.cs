using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>A tensor as it was at one moment.</summary>
internal sealed class Observed(Tensor tensor)
{
    private readonly ulong fingerprint = Fingerprint.Of(tensor);

    /// <summary>The tensor itself, as it is now.</summary>
    public Tensor Tensor => tensor;

    /// <summary>Whether its content is another now.</summary>
    public bool IsChanged => Fingerprint.Of(tensor) != fingerprint;

    /// <summary>Whether both are views of one allocation.</summary>
    public bool SharesMemoryWith(Observed other) => Memory.Of(tensor) is var address && address != 0 && address == Memory.Of(other.Tensor);
}
