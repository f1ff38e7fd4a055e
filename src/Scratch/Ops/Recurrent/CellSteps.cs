using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>What the recurrent cells share: their shapes, and the products that their gates come from.</summary>
internal static class CellSteps
{
    /// <summary>Back through A = X Wᵀ + b: dX = dA W, dW = dAᵀ X, db = Σₙ dA, those that are wanted.</summary>
    public static void Projection(Gradients d, Tensor dA, Tensor X, Tensor W, Tensor b)
    {
        if (d.Wants(X)) d.Add(X, dA.mm(W));
        if (d.Wants(W)) d.Add(W, dA.t().mm(X));
        if (d.Wants(b)) d.Add(b, dA.sum(0L));
    }

    /// <summary>X (N, I), H (N, S), W (gates · S, I), U (gates · S, S), b and c (gates · S,), of one dtype.</summary>
    public static void Check(Tensor X, Tensor H, Tensor W, Tensor U, Tensor b, Tensor c, long gates)
    {
        Require.Shape(X, nameof(X), -1, -1);
        var input = X.shape;
        Require.Shape(H, nameof(H), input[0], -1);
        var size = H.shape[1];
        Require.SameDtype((X, nameof(X)), (H, nameof(H)), (W, nameof(W)), (U, nameof(U)), (b, nameof(b)), (c, nameof(c)));
        Require.Shape(W, nameof(W), gates * size, input[1]);
        Require.Shape(U, nameof(U), gates * size, size);
        Require.Shape(b, nameof(b), gates * size);
        Require.Shape(c, nameof(c), gates * size);
    }
}
