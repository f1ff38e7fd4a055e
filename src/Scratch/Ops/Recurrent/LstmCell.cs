using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// One step of a long short-term memory: of X (N, I), the state H and the memory M (N, S) before it, with W (4S, I), U (4S, S), b and c
/// (4S,), whose four parts are in torch's order i, f, g, o:
/// <para>[a_i | a_f | a_g | a_o] = X Wᵀ + b + H Uᵀ + c; i, f, o = σ(a), g = tanh(a_g);</para>
/// <para>C = f ∘ M + i ∘ g, the memory after it, and Y = o ∘ tanh(C), the state after it.</para>
/// </summary>
/// <remarks>Source: Hochreiter, Schmidhuber, "Long Short-Term Memory" (1997), with the forget gate of Gers et al. (2000).</remarks>
public static class LstmCell
{
    /// <summary>Y and C as above, and the two values that backward needs.</summary>
    /// <param name="X">(N, I).</param>
    /// <param name="H">(N, S).</param>
    /// <param name="M">(N, S).</param>
    /// <param name="W">(4S, I).</param>
    /// <param name="U">(4S, S).</param>
    /// <param name="b">(4S,).</param>
    /// <param name="c">(4S,).</param>
    /// <returns>Y and C (N, S), the gates [i | f | g | o] (4, N, S) and tanh(C) (N, S).</returns>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static (Tensor Y, Tensor C, Tensor Gates, Tensor TanhC) Forward(
        Tensor X, Tensor H, Tensor M, Tensor W, Tensor U, Tensor b, Tensor c)
    {
        CellSteps.Check(X, H, W, U, b, c, gates: 4);
        Require.Like(H, M);
        using var scope = NewDisposeScope();
        var a = (X.mm(W.t()) + b + H.mm(U.t()) + c).chunk(4, 1);
        var (i, f, g, o) = (a[0].sigmoid(), a[1].sigmoid(), a[2].tanh(), a[3].sigmoid());
        var C = f * M + i * g;
        var tanhC = C.tanh();
        var (Y, gates) = (o * tanhC, stack([i, f, g, o]));
        scope.MoveToOuter(Y, C, gates, tanhC);
        return (Y, C, gates, tanhC);
    }

    /// <summary>
    /// dO = dY ∘ tanh(C); Y's part of dC is dY ∘ o ∘ (1 − tanh²(C)), and with D = dC, all of it: dI = D ∘ g, dF = D ∘ M, dG = D ∘ i, dM =
    /// D ∘ f.
    /// Through σ and tanh they make dA (N, 4S); dX = dA W, dH = dA U, dW = dAᵀ X, dU = dAᵀ H, db = dc = Σₙ dA. Needs X, H, M, W, U, the
    /// gates and tanh(C), neither Y's value nor C's.
    /// </summary>
    /// <param name="d">Reads dY and what later steps have added to dC, if any; takes the rest of dC, dX, dH, dM, dW, dU, db and dc.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="H">What <see cref="Forward"/> was given.</param>
    /// <param name="M">What <see cref="Forward"/> was given.</param>
    /// <param name="W">What <see cref="Forward"/> was given.</param>
    /// <param name="U">What <see cref="Forward"/> was given.</param>
    /// <param name="b">What <see cref="Forward"/> was given.</param>
    /// <param name="c">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="memory">C, as <see cref="Forward"/> returned it.</param>
    /// <param name="gates">As <see cref="Forward"/> returned them.</param>
    /// <param name="tanhC">As <see cref="Forward"/> returned it.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(
        Gradients d, Tensor X, Tensor H, Tensor M, Tensor W, Tensor U, Tensor b, Tensor c, Tensor Y, Tensor memory, Tensor gates,
        Tensor tanhC)
    {
        CellSteps.Check(X, H, W, U, b, c, gates: 4);
        Require.Like(H, M);
        Require.Like(H, Y);
        Require.Like(H, memory);
        Require.Like(H, tanhC);
        var shape = H.shape;
        Require.Shape(gates, nameof(gates), 4, shape[0], shape[1]);
        using var scope = NewDisposeScope();
        var dY = d[Y];
        var parts = gates.unbind();
        var (i, f, g, o) = (parts[0], parts[1], parts[2], parts[3]);
        // C's use in Y is one more, beside those that later steps make of it.
        var dMemory = d.Add(memory, (1 - tanhC).mul_(1 + tanhC).mul_(o).mul_(dY));
        if (d.Wants(M)) d.Add(M, dMemory * f);
        // Written where they belong: a column of dA for each gate.
        var dA = empty([shape[0], 4 * shape[1]], H.dtype, H.device);
        var columns = dA.chunk(4, 1);
        columns[0].copy_((1 - i).mul_(i).mul_(g).mul_(dMemory));
        columns[1].copy_((1 - f).mul_(f).mul_(M).mul_(dMemory));
        columns[2].copy_((1 - g).mul_(1 + g).mul_(i).mul_(dMemory));
        columns[3].copy_((1 - o).mul_(o).mul_(tanhC).mul_(dY));
        CellSteps.Projection(d, dA, X, W, b);
        CellSteps.Projection(d, dA, H, U, c);
    }
}
