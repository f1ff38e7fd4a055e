using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Scratch.Models;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Experiments.Notebook;

/// <summary>The network before anything has run: its data and its weights. The weights live in the dispose scope they were drawn in.</summary>
/// <param name="data">See <see cref="Data"/>.</param>
/// <param name="layers">See <see cref="Layers"/>.</param>
/// <param name="epsilon">See <see cref="ExperimentSettings.Epsilon"/>.</param>
internal sealed class NetworkStart(DataSet data, IReadOnlyList<(Tensor W, Tensor B)> layers, double epsilon)
{
    /// <summary>Training and validation rows.</summary>
    public DataSet Data { get; } = data;

    /// <summary>W (out, in) and B (1, out) of each layer.</summary>
    public IReadOnlyList<(Tensor W, Tensor B)> Layers { get; } = layers;

    /// <summary>The network with these very weights on one batch.</summary>
    public Mlp On(Batch batch) => new(ExperimentCatalog.Default, batch.X, batch.Y, Layers, epsilon);

    /// <summary>The same start with weights of its own, in the caller's dispose scope.</summary>
    /// <param name="dtype">What the weights are cast to.</param>
    /// <param name="device">Where they are to be.</param>
    public NetworkStart Copy(ScalarType dtype, Device device)
    {
        using var scope = NewDisposeScope();
        var copies = Layers.Select(layer => (Copy(layer.W), Copy(layer.B))).ToList();
        return new NetworkStart(Data, copies, epsilon);

        Tensor Copy(Tensor tensor) => scope.MoveToOuter(tensor.detach().to(dtype, device).clone());
    }
}
