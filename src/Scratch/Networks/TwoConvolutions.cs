using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks;

/// <summary>
/// Two convolutions with a rectifier between them: Z1 = K1 ∗ X + B1, A1 = ReLU(Z1), Z2 = K2 ∗ A1 + B2, and the loss
/// L = Σ R ∘ Z2, whose gradient for Z2 is R itself. The gradient of A1 is the second convolution's gradient for its input.
/// </summary>
internal sealed class TwoConvolutions : Computation
{
    private readonly long padding;

    /// <summary>A network on one batch of images.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="X">Images (N, channels, H, W).</param>
    /// <param name="first">K1 (hidden, channels, k, l) and B1 (hidden,).</param>
    /// <param name="second">K2 (out, hidden, k, l) and B2 (out,).</param>
    /// <param name="R">What weighs the outputs: of Z2's shape.</param>
    /// <param name="padding">Zeros on each side, before both convolutions.</param>
    /// <remarks>Shapes are checked by the ops as they run.</remarks>
    public TwoConvolutions(string name, Tensor X, (Tensor K, Tensor B) first, (Tensor K, Tensor B) second, Tensor R, long padding = 0)
    {
        this.padding = padding;
        Name = name;
        Leaves =
        [
            new Leaf("X", X, LeafRole.Input),
            new Leaf("K1", first.K, LeafRole.Parameter),
            new Leaf("B1", first.B, LeafRole.Parameter),
            new Leaf("K2", second.K, LeafRole.Parameter),
            new Leaf("B2", second.B, LeafRole.Parameter),
            new Leaf("R", R, LeafRole.Constant),
        ];
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves { get; }

    /// <inheritdoc />
    public override Tensor Forward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var Z1 = t.Watch("Z1", Conv2d.Forward(t["X"], t["K1"], t["B1"], padding: padding));
        var A1 = t.Watch("A1", Relu.Forward(Z1));
        var Z2 = t.Watch("Z2", Conv2d.Forward(A1, t["K2"], t["B2"], padding: padding));
        return (t["R"] * Z2).sum();
    }

    /// <inheritdoc />
    public override void Backward(Trace t, Gradients d)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(d);
        d.Add(t["Z2"], t["R"].clone());
        Conv2d.Backward(d, t["A1"], t["K2"], t["B2"], t["Z2"], padding: padding);
        Relu.Backward(d, t["Z1"], t["A1"]);
        Conv2d.Backward(d, t["X"], t["K1"], t["B1"], t["Z1"], padding: padding);
    }
}
