using TorchSharp;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>Tensors this small are quicker on one thread, above all on a busy machine.</summary>
internal sealed class OneThread : IDisposable
{
    private readonly int before = torch.get_num_threads();

    public OneThread() => torch.set_num_threads(1);

    public void Dispose() => torch.set_num_threads(before);
}
