using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Pictures;

// This folder: what a page shows of two gradients, small however large these are. CellGrid cuts a tensor into cells, PicturePass lets the
// worst element of each stand for it, Album decides what is taken of which run.

/// <summary>
/// Two gradients as a picture of few cells, each an element of the tensor: where a cell spans several, the one that used most of its
/// budget, so that one wrong element of millions shows. Nothing is averaged.
/// </summary>
internal sealed record TensorPicture
{
    /// <summary>The tensor's shape; (1,) for a scalar.</summary>
    public required ImmutableArray<long> Shape { get; init; }

    /// <summary>How many elements a cell spans along each axis.</summary>
    public required ImmutableArray<long> Blocks { get; init; }

    /// <summary>How many cells there are along each axis.</summary>
    public required ImmutableArray<int> Sizes { get; init; }

    /// <summary>What both gradients are stored as.</summary>
    public required ScalarType Dtype { get; init; }

    /// <summary>The hand-written values, a cell each, in row-major order.</summary>
    public required double[] Scratch { get; init; }

    /// <summary>Autograd's values of the same elements.</summary>
    public required double[] Autograd { get; init; }

    /// <summary>Which share of its budget each of these elements used.</summary>
    public required float[] Budget { get; init; }

    /// <summary>Which elements they are, by row-major flat index; empty where every element has a cell of its own.</summary>
    public required long[] Elements { get; init; }

    /// <summary>Of all elements, how many used which share of their budget.</summary>
    public required BudgetHistogram Histogram { get; init; }

    /// <summary>How alike the two gradients are as vectors.</summary>
    public required VectorLikeness Likeness { get; init; }
}
