using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Group normalization of X (N, C, …), with w and b (C,): the channels of each example are parted into G groups, and each group of D
/// elements is normalized by itself. With μ and v the mean and the variance (by D) of a group and r = 1/√(v + ε):
/// <para>X̂ = (X − μ) r, Y = w ∘ X̂ + b.</para>
/// </summary>
/// <remarks>Source: Wu, He, "Group Normalization" (2018).</remarks>
public static class GroupNorm
{
    /// <summary>Y as above, and the two values that backward needs.</summary>
    /// <param name="X">(N, C, …).</param>
    /// <param name="w">(C,).</param>
    /// <param name="b">(C,).</param>
    /// <param name="groups">G, a divisor of C.</param>
    /// <param name="epsilon">ε, more than 0.</param>
    /// <returns>Y and X̂, of X's shape, and r (N, G).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype, G or ε does not fit.</exception>
    public static (Tensor Y, Tensor Normalized, Tensor Scale) Forward(Tensor X, Tensor w, Tensor b, long groups, double epsilon = 1e-5)
    {
        var shape = Check(X, w, b, groups);
        Require.Option(epsilon, epsilon > 0, "more than 0");
        var channels = Channels(shape);
        using var scope = NewDisposeScope();
        var members = X.reshape(Groups(shape, groups));
        var centered = members - members.mean([2L], keepdim: true);
        var scale = (centered.square().mean([2L], keepdim: true) + epsilon).rsqrt();
        var normalized = (centered * scale).reshape(shape);
        return scope.MoveToOuter(normalized * w.view(channels) + b.view(channels), normalized, scale.squeeze(2));
    }

    /// <summary>
    /// dw = Σ dY ∘ X̂ and db = Σ dY over the examples and a channel's elements; dX = r (C − mean C) with C = dX̂ − X̂ mean(dX̂ ∘ X̂) and
    /// dX̂ = w ∘ dY, means taken in a group. Needs w, X̂ and r, neither X's value nor Y's.
    /// </summary>
    /// <param name="d">Reads dY; takes dX, dw and db.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="w">What <see cref="Forward"/> was given.</param>
    /// <param name="b">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="normalized">X̂, as <see cref="Forward"/> returned it.</param>
    /// <param name="scale">r, as <see cref="Forward"/> returned it.</param>
    /// <param name="groups">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape, a dtype or G does not fit the others.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor w, Tensor b, Tensor Y, Tensor normalized, Tensor scale, long groups)
    {
        var shape = Check(X, w, b, groups);
        Require.Like(X, Y);
        Require.Like(X, normalized);
        long[] places = [shape[0], shape[1], Places(shape)];
        using var scope = NewDisposeScope();
        var dY = d[Y].reshape(places);
        if (d.Wants(b)) d.Add(b, dY.sum([0L, 2L]));
        if (!d.Wants(w) && !d.Wants(X)) return;
        var rows = normalized.reshape(places);
        // A channel's own sums serve both: dw, and the means of its group.
        var sums = (dY * rows).sum([2L]);
        if (d.Wants(w)) d.Add(w, sums.sum(0L));
        if (!d.Wants(X)) return;
        var members = Groups(shape, groups);
        var part = (sums * w).reshape(shape[0], groups, shape[1] / groups).mean([2L], keepdim: true).div_(places[2]);
        var C = (dY * w.unsqueeze(1)).view(members).addcmul_(rows.view(members), part, -1);
        d.Add(X, C.sub_(C.mean([2L], keepdim: true)).mul_(scale.unsqueeze(2)).view(shape));
    }

    private static long[] Check(Tensor X, Tensor w, Tensor b, long groups)
    {
        Require.SameDtype((X, nameof(X)), (w, nameof(w)), (b, nameof(b)));
        var shape = X.shape;
        if (shape.Length < 2)
            throw new ArgumentException($"X has shape {Require.Text(shape)}, expected (N, C) and any axes after it.", nameof(X));
        Require.Shape(w, nameof(w), shape[1]);
        Require.Shape(b, nameof(b), shape[1]);
        Require.Option(groups, groups > 0 && shape[1] % groups == 0, FormattableString.Invariant($"a divisor of the {shape[1]} channels"));
        return shape;
    }

    private static long Places(long[] shape) => shape.Skip(2).Aggregate(1L, (places, size) => places * size);

    /// <summary>(N, G, D).</summary>
    private static long[] Groups(long[] shape, long groups) => [shape[0], groups, shape[1] / groups * Places(shape)];

    /// <summary>(C, 1, …), which lays a value a channel along X.</summary>
    private static long[] Channels(long[] shape) => [.. shape.Skip(1).Select((size, axis) => axis == 0 ? size : 1)];
}
