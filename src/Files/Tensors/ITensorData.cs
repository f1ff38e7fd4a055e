using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Files;

/// <summary>A tensor's content as the writers take it, whoever holds it.</summary>
internal interface ITensorData
{
    /// <summary>Its elements: one of <see cref="ElementType.All"/>.</summary>
    ScalarType Dtype { get; }

    /// <summary>The size along each axis.</summary>
    ImmutableArray<long> Shape { get; }

    /// <summary>The elements in row-major order, in the machine's byte order.</summary>
    ReadOnlySpan<byte> Bytes { get; }
}
