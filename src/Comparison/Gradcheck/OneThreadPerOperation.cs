using TorchSharp;

namespace ScratchVsAutograd.Comparison.Gradcheck;

/// <summary>
/// While it lives, LibTorch runs each operation on the thread that asks for it: for those who bring threads of their own, and for
/// results that do not depend on how many there are.
/// </summary>
internal sealed class OneThreadPerOperation : IDisposable
{
    private readonly int before = torch.get_num_threads();

    public OneThreadPerOperation() => torch.set_num_threads(1);

    /// <summary>Puts back what was set before.</summary>
    public void Dispose() => torch.set_num_threads(before);
}
