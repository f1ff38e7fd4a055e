using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// One step of a gated recurrent unit: of X (N, I) and the state H (N, S) before it, with W (3S, I), U (3S, S), b and c (3S,), whose three
/// parts are in torch's order r, z, n:
/// <para>[a_r | a_z | a_n] = X Wᵀ + b, [h_r | h_z | h_n] = H Uᵀ + c; r = σ(a_r + h_r), z = σ(a_z + h_z), n = tanh(a_n + r ∘ h_n);</para>
/// <para>Y = (1 − z) ∘ n + z ∘ H, the state after it.</para>
/// </summary>
/// <remarks>
/// Source: Cho et al., "Learning Phrase Representations using RNN Encoder–Decoder" (2014), with r after the product, as in torch.
/// </remarks>
public static class GruCell
{
    /// <summary>Y as above, and the values that backward needs.</summary>
    /// <param name="X">(N, I).</param>
    /// <param name="H">(N, S).</param>
    /// <param name="W">(3S, I).</param>
    /// <param name="U">(3S, S).</param>
    /// <param name="b">(3S,).</param>
    /// <param name="c">(3S,).</param>
    /// <returns>Y (N, S), and the gates and what the reset gate lets through, [r | z | n | h_n] (4, N, S).</returns>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static (Tensor Y, Tensor Gates) Forward(Tensor X, Tensor H, Tensor W, Tensor U, Tensor b, Tensor c)
    {
        CellSteps.Check(X, H, W, U, b, c, gates: 3);
        using var scope = NewDisposeScope();
        var a = (X.mm(W.t()) + b).chunk(3, 1);
        var h = (H.mm(U.t()) + c).chunk(3, 1);
        var (r, z) = ((a[0] + h[0]).sigmoid(), (a[1] + h[1]).sigmoid());
        var n = (a[2] + r * h[2]).tanh();
        return scope.MoveToOuter((1 - z) * n + z * H, stack([r, z, n, h[2]]));
    }

    /// <summary>
    /// dN = dY ∘ (1 − z), dZ = dY ∘ (H − n), and through tanh dA_n = dN ∘ (1 − n²), dR = dA_n ∘ h_n. What is under the gates: dA = [dA_r |
    /// dA_z | dA_n] of X's part and dB = [dA_r | dA_z | dA_n ∘ r] of H's. dX = dA W, dW = dAᵀ X, db = Σₙ dA, dU = dBᵀ H, dc = Σₙ dB, and
    /// dH = dB U + dY ∘ z. Needs X, H, W, U and the gates, not Y's value.
    /// </summary>
    /// <param name="d">Reads dY; takes dX, dH, dW, dU, db and dc.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="H">What <see cref="Forward"/> was given.</param>
    /// <param name="W">What <see cref="Forward"/> was given.</param>
    /// <param name="U">What <see cref="Forward"/> was given.</param>
    /// <param name="b">What <see cref="Forward"/> was given.</param>
    /// <param name="c">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="gates">As <see cref="Forward"/> returned them.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor H, Tensor W, Tensor U, Tensor b, Tensor c, Tensor Y, Tensor gates)
    {
        CellSteps.Check(X, H, W, U, b, c, gates: 3);
        Require.Like(H, Y);
        var shape = H.shape;
        Require.Shape(gates, nameof(gates), 4, shape[0], shape[1]);
        using var scope = NewDisposeScope();
        var dY = d[Y];
        var parts = gates.unbind();
        var (r, z, n, hidden) = (parts[0], parts[1], parts[2], parts[3]);
        // Written where they belong: a column for each gate. dA and dB differ in n's alone, which is written again for dA.
        var under = empty([shape[0], 3 * shape[1]], H.dtype, H.device);
        var columns = under.chunk(3, 1);
        var dN = (1 - n).mul_(1 + n).mul_(1 - z).mul_(dY);
        columns[0].copy_((1 - r).mul_(r).mul_(hidden).mul_(dN));
        columns[1].copy_((1 - z).mul_(z).mul_(H - n).mul_(dY));
        columns[2].copy_(dN * r);
        if (d.Wants(H)) d.Add(H, under.mm(U).addcmul_(dY, z, 1));
        if (d.Wants(U)) d.Add(U, under.t().mm(H));
        if (d.Wants(c)) d.Add(c, under.sum(0L));
        columns[2].copy_(dN);
        CellSteps.Projection(d, under, X, W, b);
    }
}
