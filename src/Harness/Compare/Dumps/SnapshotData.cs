using System.Collections.Immutable;
using ScratchVsAutograd.Files;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Compare.Dumps;

/// <summary>A report's snapshot as what writes files takes it.</summary>
internal sealed class SnapshotData(TensorSnapshot snapshot) : ITensorData
{
    /// <inheritdoc />
    public ScalarType Dtype => snapshot.Dtype;

    /// <inheritdoc />
    public ImmutableArray<long> Shape => snapshot.Shape;

    /// <inheritdoc />
    public ReadOnlySpan<byte> Bytes => snapshot.Bytes;
}
