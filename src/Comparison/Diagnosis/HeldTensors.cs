using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>Keeps the tensors of what is made when it is first asked for, in whatever dispose scope that happens to be.</summary>
internal sealed class HeldTensors : IDisposable
{
    private readonly List<IDisposable> held = [];

    /// <summary>Makes something; its tensors live as long as this does.</summary>
    public T Of<T>(Func<T> make)
    {
        using var scope = NewDisposeScope();
        var made = make();
        IDisposable[] kept = [.. scope.DisposablesView];
        scope.Detach(kept);
        held.AddRange(kept);
        return made;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        held.ForEach(tensor => tensor.Dispose());
        held.Clear();
    }
}
