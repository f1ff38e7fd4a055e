using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Rotary position embedding of queries or keys X (…, L, D), D even: at position p each pair (x₁, x₂) is turned by the angle p θ_i, i its
/// number among the D/2 pairs:
/// <para>y₁ = x₁ cos − x₂ sin, y₂ = x₂ cos + x₁ sin.</para>
/// <para>
/// The pairs are x_i and x_{i + D/2}, as in GPT-NeoX and Llama's ports; or, interleaved, x_{2i} and x_{2i + 1}, as in the paper.
/// </para>
/// </summary>
/// <remarks>Source: Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding" (2021), eq. 34.</remarks>
public static class RotaryEmbedding
{
    /// <summary>Y as above.</summary>
    /// <param name="X">(…, L, D).</param>
    /// <param name="cos">(L, D/2), see <see cref="Angles"/>; a constant.</param>
    /// <param name="sin">(L, D/2), a constant.</param>
    /// <param name="interleaved">Whether pairs are neighbours.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static Tensor Forward(Tensor X, Tensor cos, Tensor sin, bool interleaved = false)
    {
        Check(X, cos, sin);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(Turned(X, cos, sin, interleaved));
    }

    /// <summary>
    /// dX is dY turned back: dx₁ = dy₁ cos + dy₂ sin, dx₂ = dy₂ cos − dy₁ sin. Needs cos and sin, neither X's value nor Y's.
    /// </summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="cos">What <see cref="Forward"/> was given.</param>
    /// <param name="sin">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="interleaved">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor cos, Tensor sin, Tensor Y, bool interleaved = false)
    {
        // The transpose of a rotation is the rotation by −θ.
        Check(X, cos, sin);
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, Turned(d[Y], cos, -sin, interleaved));
    }

    /// <summary>cos(p θ_i) and sin(p θ_i) with θ_i = base^(−2i/D), for the positions from 0.</summary>
    /// <param name="length">L.</param>
    /// <param name="size">D, even.</param>
    /// <param name="dtype">That of the result; the angles are computed in float64.</param>
    /// <param name="device">Where they are to be; null for the CPU.</param>
    /// <param name="wavelengthBase">The base.</param>
    /// <returns>(L, D/2) each.</returns>
    /// <exception cref="ArgumentException">D is odd.</exception>
    public static (Tensor Cos, Tensor Sin) Angles(
        long length, long size, ScalarType dtype = ScalarType.Float32, Device? device = null, double wavelengthBase = 10_000)
    {
        Require.Option(size, size > 0 && size % 2 == 0, "an even number, 2 or more");
        using var scope = NewDisposeScope();
        var theta = (arange(0, size, 2, ScalarType.Float64) * (-Math.Log(wavelengthBase) / size)).exp();
        var angles = arange(length, ScalarType.Float64).outer(theta);
        return scope.MoveToOuter(angles.cos().to(dtype, device ?? CPU), angles.sin().to(dtype, device ?? CPU));
    }

    private static Tensor Turned(Tensor X, Tensor cos, Tensor sin, bool interleaved)
    {
        var shape = X.shape;
        var half = shape[^1] / 2;
        long[] parts = interleaved ? [half, 2] : [2, half];
        var axis = interleaved ? -1 : -2;
        var pairs = X.reshape([.. shape[..^1], .. parts]);
        var (first, second) = (pairs.select(axis, 0), pairs.select(axis, 1));
        var (turned, other) = (first * cos - second * sin, second * cos + first * sin);
        return stack([turned, other], axis).reshape(shape);
    }

    private static void Check(Tensor X, Tensor cos, Tensor sin)
    {
        Require.SameDtype((X, nameof(X)), (cos, nameof(cos)), (sin, nameof(sin)));
        var shape = X.shape;
        if (shape.Length < 2 || shape[^1] == 0 || shape[^1] % 2 != 0)
            throw new ArgumentException($"X has shape {Require.Text(shape)}, expected (…, L, D) with an even D.", nameof(X));
        Require.Shape(cos, nameof(cos), shape[^2], shape[^1] / 2);
        Require.Shape(sin, nameof(sin), shape[^2], shape[^1] / 2);
    }
}
