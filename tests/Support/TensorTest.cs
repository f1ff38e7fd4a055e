using TorchSharp;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>A test whose tensors die with it.</summary>
public abstract class TensorTest : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();

    public virtual void Dispose()
    {
        scope.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs something and tells how many tensors it left alive.</summary>
    protected static long LiveTensorsLeftBy(Action action)
    {
        var before = LiveTensors.Count();
        action();
        return torch.Tensor.TotalCount - before;
    }
}
