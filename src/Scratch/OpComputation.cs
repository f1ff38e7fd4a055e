using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch;

/// <summary>
/// One op, of any output Y, as a computation: L = Σ R ∘ Y, so that dL/dY is R. R is Gaussian, the same every time: under a plain sum
/// the gradient of a softmax or a normalization is nearly zero, and a backward that returns nothing would pass.
/// </summary>
internal sealed class OpComputation : Computation
{
    private const string Upstream = "upstream", DefaultOutput = "output";
    private const ulong Seed = 20261124;

    private readonly Func<Trace, Tensor> forward;
    private readonly Action<Trace, Gradients, Tensor> backward;
    private readonly Func<Trace, Tensor>? reference;
    private readonly string output;

    /// <summary>Runs forward once, to learn the shape of Y.</summary>
    public OpComputation(
        string name, IReadOnlyList<Leaf> leaves, Func<Trace, Tensor> forward, Action<Trace, Gradients, Tensor> backward,
        Func<Trace, Tensor>? reference)
    {
        (Name, this.forward, this.backward, this.reference) = (name, forward, backward, reference);
        using var scope = NewDisposeScope();
        var trace = new Trace(leaves);
        var Y = TrialOf(trace);
        output = trace.NameOf(Y) ?? DefaultOutput;
        Leaves = [.. leaves, Leaf.Constant(Upstream, UpstreamOf(Y).MoveToOuterDisposeScope())];
    }

    public override string Name { get; }

    public override IReadOnlyList<Leaf> Leaves { get; }

    public override Tensor Forward(Trace t) => LossOf(t, forward(t));

    public override Tensor? ReferenceForward(Trace t) => reference is null ? null : LossOf(t, reference(t));

    public override void Backward(Trace t, Gradients d)
    {
        var Y = t[output];
        d.Add(Y, t[Upstream].clone());
        backward(t, d, Y);
    }

    private Tensor LossOf(Trace t, Tensor Y) => ((t.NameOf(Y) is null ? t.Watch(output, Y) : Y) * t[Upstream]).sum();

    // The random generator is put back: the comparison's own runs are to draw what forward would have drawn first.
    private Tensor TrialOf(Trace trace)
    {
        var randomState = get_rng_state();
        var Y = forward(trace);
        set_rng_state(randomState);
        if (Y is not null && Y.is_floating_point()) return Y;
        throw new ArgumentException(
            $"The forward pass of '{Name}' returned {(Y is null ? "null" : $"a tensor of dtype {Y.dtype}")}; an op's output is a "
                + "floating-point tensor.");
    }

    private static Tensor UpstreamOf(Tensor Y)
    {
        using var generator = new Generator(Seed);
        return randn(Y.shape, ScalarType.Float32, generator: generator).to(Y.dtype).to(Y.device);
    }
}
