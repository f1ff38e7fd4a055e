using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Division of each vector along an axis by its length: Y = X / max(‖X‖, ε), which is 0 for a zero vector. A vector shorter than ε is
/// divided by the constant ε, and its derivative is 1/ε, as in torch.
/// </summary>
/// <remarks>
/// Source: the derivative of a quotient; Salimans, Kingma, "Weight Normalization" (2016), eq. 3, has it for w = g v / ‖v‖.
/// </remarks>
public static class L2Normalize
{
    /// <summary>Y as above, and the lengths that backward needs.</summary>
    /// <param name="X">Any shape of one axis or more, floating point.</param>
    /// <param name="axis">Along which the vectors lie; counted from the end where it is negative.</param>
    /// <param name="epsilon">ε, more than 0.</param>
    /// <returns>Y, of X's shape, and ‖X‖, with the size 1 along the axis.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static (Tensor Y, Tensor Length) Forward(Tensor X, int axis = -1, double epsilon = 1e-12)
    {
        Require.FloatingPoint(X);
        Require.Axis(X, axis);
        Require.Option(epsilon, epsilon > 0, "more than 0");
        using var scope = NewDisposeScope();
        var length = X.norm(axis, keepdim: true);
        return scope.MoveToOuter(X / length.clamp_min(epsilon), length);
    }

    /// <summary>dX = (dY − Y ⟨dY, Y⟩) / ‖X‖, and dY / ε where ‖X‖ is below ε. Needs Y and ‖X‖, not X's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="length">‖X‖, as <see cref="Forward"/> returned it.</param>
    /// <param name="axis">As in <see cref="Forward"/>.</param>
    /// <param name="epsilon">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, Tensor length, int axis = -1, double epsilon = 1e-12)
    {
        Require.Like(X, Y);
        Require.Axis(X, axis);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var dY = d[Y];
        // A step along Y changes the length alone, which Y does not show: that part of dY is taken out.
        var along = (dY * Y).sum([axis], keepdim: true).masked_fill_(length < epsilon, 0);
        d.Add(X, dY.addcmul(Y, along, -1).div_(length.clamp_min(epsilon)));
    }
}
