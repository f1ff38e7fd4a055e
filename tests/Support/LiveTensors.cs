using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>The process's live tensors.</summary>
internal static class LiveTensors
{
    /// <summary>
    /// How many there are. What other tests dropped without disposing goes first, so that it does not go while a test counts.
    /// </summary>
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
