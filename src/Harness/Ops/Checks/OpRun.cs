using ScratchVsAutograd.Scratch.Catalogue;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Ops.Checks;

/// <summary>A forward and a hand-written backward pass of one case, without an engine that could help it.</summary>
internal sealed class OpRun
{
    private const string Output = "output";
    private readonly OpCase @case;
    private readonly Trace trace;

    /// <summary>The forward pass.</summary>
    /// <param name="case">What to call.</param>
    /// <param name="leaves">Its arguments.</param>
    public OpRun(OpCase @case, IReadOnlyList<Leaf> leaves)
    {
        (this.@case, Leaves, trace) = (@case, leaves, new Trace(leaves));
        using var unrecorded = no_grad();
        Y = @case.Forward(trace);
        if (trace.NameOf(Y) is null) trace.Watch(Output, Y);
    }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<Leaf> Leaves { get; }

    /// <summary>Those that have a gradient.</summary>
    public IEnumerable<Leaf> Differentiable => Leaves.Where(leaf => leaf.Role != LeafRole.Constant);

    /// <summary>What the op returned.</summary>
    public Tensor Y { get; }

    /// <summary>Whether it names other tensors beside its output, whose gradients are its own.</summary>
    public bool NamesIntermediates => trace.Watched.Count > 1;

    /// <summary>The backward pass into a side dictionary.</summary>
    public Gradients Backward(Gradients into)
    {
        using var unrecorded = no_grad();
        @case.Backward(trace, into, Y);
        return into;
    }

    /// <summary>The backward pass from an upstream gradient.</summary>
    public Gradients Backward(Tensor upstream) => Backward(Start(new Gradients(trace), upstream));

    /// <summary>A side dictionary with the output's gradient in it.</summary>
    public Gradients Start(Gradients gradients, Tensor upstream)
    {
        gradients.Add(Y, upstream);
        return gradients;
    }

    /// <summary>A Gaussian upstream gradient, the same every time.</summary>
    public Tensor Upstream()
    {
        using var generator = new Generator(1);
        return randn(Y.shape, ScalarType.Float64, generator: generator).to(Y.dtype).to(Y.device);
    }
}
