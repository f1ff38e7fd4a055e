using ScratchVsAutograd;
using static TorchSharp.torch;
// Beside 'using System.Diagnostics;' a Trace needs one more line: using Trace = ScratchVsAutograd.Trace;

/// <summary>Y = X ∘ σ(X) with σ(x) = 1/(1 + e^(−x)), elementwise on any shape: an example to replace with your own formula.</summary>
public static class MyOp
{
    /// <summary>The op on random arguments: what <c>check</c> and the test run.</summary>
    public static Computation Check => Computation.FromOp(
        nameof(MyOp),
        [new("X", randn(6, 8), LeafRole.Parameter)],
        forward: t =>
        {
            var (Y, S) = Forward(t["X"]);
            t.Keep("S", S);             // backward needs it; nobody asks for its gradient
            return t.Watch("Y", Y);     // a name for the report
        },
        backward: (t, d, Y) => Backward(d, t["X"], t["S"], Y));

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
