using ScratchVsAutograd.Files;
using ScratchVsAutograd.Harness.Compare.Dumps;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>Files of tensors for tests of what reads them.</summary>
internal static class StoredTensors
{
    /// <summary>Writes a .safetensors or, after its name, a .npz.</summary>
    /// <returns>Its path.</returns>
    public static string Write(string path, params (string Name, TensorSnapshot Tensor)[] tensors)
    {
        TensorFiles.Save(path, [.. tensors.Select(tensor => (tensor.Name, Data(tensor.Tensor)))], []);
        return path;
    }

    /// <summary>A snapshot as what writes files takes it.</summary>
    public static ITensorData Data(TensorSnapshot tensor) => new SnapshotData(tensor);

    /// <summary>A float32 tensor of normal numbers that follow from the seed, each times a factor.</summary>
    public static TensorSnapshot Normal(long[] shape, int seed, double factor = 1)
        => MadeUpReport.Float32(
            shape,
            [.. Snapshots.Normal((int)shape.Aggregate(1L, (product, size) => product * size), seed).Select(value => factor * value)]);

    /// <summary>The same numbers with their two axes exchanged.</summary>
    public static TensorSnapshot Transposed(TensorSnapshot tensor)
    {
        var (rows, columns) = ((int)tensor.Shape[0], (int)tensor.Shape[1]);
        var elements = tensor.Elements();
        return MadeUpReport.Float32(
            [columns, rows],
            [.. from column in Enumerable.Range(0, columns) from row in Enumerable.Range(0, rows) select elements[row * columns + column]]);
    }
}
