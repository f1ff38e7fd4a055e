using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// One step of a simple recurrent network: of X (N, I) and the state before it H (N, S), with W (S, I), U (S, S), b and c (S,):
/// <para>Y = tanh(X Wᵀ + b + H Uᵀ + c), the state after it.</para>
/// </summary>
/// <remarks>
/// Source: Elman, "Finding Structure in Time" (1990); Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 10.2.
/// </remarks>
public static class RnnCell
{
    /// <summary>Y as above.</summary>
    /// <param name="X">(N, I).</param>
    /// <param name="H">(N, S).</param>
    /// <param name="W">(S, I).</param>
    /// <param name="U">(S, S).</param>
    /// <param name="b">(S,).</param>
    /// <param name="c">(S,).</param>
    /// <returns>Y (N, S).</returns>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static Tensor Forward(Tensor X, Tensor H, Tensor W, Tensor U, Tensor b, Tensor c)
    {
        CellSteps.Check(X, H, W, U, b, c, gates: 1);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter((X.mm(W.t()) + b + H.mm(U.t()) + c).tanh());
    }

    /// <summary>
    /// dA = dY ∘ (1 − Y²) of what is under the tanh; dX = dA W, dH = dA U, dW = dAᵀ X, dU = dAᵀ H, db = dc = Σₙ dA. Needs all but b and c.
    /// </summary>
    /// <param name="d">Reads dY; takes dX, dH, dW, dU, db and dc.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="H">What <see cref="Forward"/> was given.</param>
    /// <param name="W">What <see cref="Forward"/> was given.</param>
    /// <param name="U">What <see cref="Forward"/> was given.</param>
    /// <param name="b">What <see cref="Forward"/> was given.</param>
    /// <param name="c">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor H, Tensor W, Tensor U, Tensor b, Tensor c, Tensor Y)
    {
        CellSteps.Check(X, H, W, U, b, c, gates: 1);
        Require.Like(H, Y);
        using var scope = NewDisposeScope();
        // (1 − Y)(1 + Y) does not cancel as 1 − Y² does near ±1.
        var dA = (1 - Y).mul_(1 + Y).mul_(d[Y]);
        CellSteps.Projection(d, dA, X, W, b);
        CellSteps.Projection(d, dA, H, U, c);
    }
}
