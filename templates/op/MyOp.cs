using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

/// <summary>Y = X ∘ σ(X) with σ(x) = 1/(1 + e^(−x)), elementwise on any shape: an example to replace with your own formula.</summary>
public static class MyOp
{
    /// <summary>Y = X ∘ S, S = σ(X).</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <returns>Y and S, of X's shape; backward needs S.</returns>
    public static (Tensor Y, Tensor S) Forward(Tensor X)
    {
        using var scope = NewDisposeScope();
        var S = X.sigmoid();
        return scope.MoveToOuter(X * S, S);
    }

    // dX = dY ∘ (S + X ∘ S ∘ (1 − S))
    /// <summary>Reads dY, adds dX.</summary>
    public static void Backward(Gradients d, Tensor X, Tensor S, Tensor Y)
    {
        using var scope = NewDisposeScope();
        var dY = d[Y];
        d.Add(X, dY * (S + X * S * (1 - S)));
    }
}

/// <summary>The op between a leaf and a loss, L = Σ R ∘ Y: a random upstream gradient R shows more than ones do.</summary>
public sealed class MyOpComputation : Computation
{
    /// <inheritdoc />
    public override string Name => nameof(MyOp);

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves { get; } =
    [
        new("X", randn(6, 8), LeafRole.Parameter),
        new("R", randn(6, 8), LeafRole.Constant),
    ];

    /// <inheritdoc />
    public override Tensor Forward(Trace t)
    {
        var (output, S) = MyOp.Forward(t["X"]);
        t.Keep("S", S);                   // backward needs it; nobody asks for its gradient
        var Y = t.Watch("Y", output);     // go on with what Watch returns
        return (Y * t["R"]).sum();
    }

    /// <inheritdoc />
    public override void Backward(Trace t, Gradients d)
    {
        d.Add(t["Y"], t["R"].clone());
        MyOp.Backward(d, t["X"], t["S"], t["Y"]);
    }
}
