using System.Runtime.InteropServices;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Comparison.Slopes;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Gradcheck;

/// <summary>
/// The loss as a function of one element of one leaf, which is changed in place, in leaves that belong to one thread alone:
/// nothing is copied or cast between forward passes, and no graph is recorded.
/// </summary>
internal sealed class ElementLoss(Computation computation)
{
    private readonly LeafCopies leaves = LeafCopies.Of(computation.Leaves, CPU, ScalarType.Float64, inputs: false);

    /// <summary>How many forward passes have run.</summary>
    public long ForwardPasses { get; private set; }

    /// <summary>The leaf's elements, row-major; writing to them moves the leaf.</summary>
    public Span<double> Elements(string leaf)
        => MemoryMarshal.Cast<byte, double>(Value(leaf).bytes);

    /// <summary>What steps of a leaf are measured in.</summary>
    public double ScaleOf(string leaf) => TensorScale.Of(Value(leaf), leaves);

    /// <summary>The loss with the leaves as they are.</summary>
    public double Now()
    {
        using var scope = NewDisposeScope();
        ForwardPasses++;
        return computation.Forward(new Trace(leaves.ByName)).item<double>();
    }

    /// <summary>The loss with one element set to another value, which is put back afterwards.</summary>
    public double With(string leaf, long index, double value)
    {
        ref var element = ref Elements(leaf)[checked((int)index)];
        var before = element;
        element = value;
        try
        {
            return Now();
        }
        finally
        {
            element = before;
        }
    }

    private Tensor Value(string leaf) => leaves.Items.First(item => item.Leaf.Name == leaf).Value;
}
