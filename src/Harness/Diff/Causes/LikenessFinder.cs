using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff.Causes;

/// <summary>
/// Tells noise from what is no noise: a difference that follows B, an axis, its neighbours, or sits in few elements is not noise, however
/// small it is. Each element is held to its own size, as roundings are.
/// </summary>
internal static class LikenessFinder
{
    private const int Fewest = 16;

    // Of fewer, what chance gives is no small number.
    private const int FewestUnrelated = 64;

    private const double MostNoise = 0.1;

    private const double Unrelated = 0.1;

    // In standard deviations: one in a hundred million by chance.
    private const double Significant = 6;

    private const long MostSearched = 1 << 18;

    /// <summary>How like two finite tensors of one shape are, of which neither is zero.</summary>
    public static Likeness Of(Tensor a, Tensor b, Moments moments)
    {
        var (cosine, correlation, off) = (moments.Cosine, moments.Correlation, moments.RelativeL2);
        var likeness = new Likeness(LikenessKind.Unknown, cosine, correlation, off, moments.Factor, moments.Count, null);
        if (moments.Count < Fewest) return likeness;
        if (moments.Count >= FewestUnrelated && Math.Abs(correlation) < Math.Max(Unrelated, 3 / Math.Sqrt(moments.Count)))
            return likeness with { Kind = LikenessKind.Unrelated };
        var rest = moments.Rest;
        var isScaled = Math.Abs(moments.Factor - 1) > Math.Max(Significant * moments.Uncertainty, 0.2 * off);
        if ((isScaled ? rest : off) > MostNoise)
            return moments.Count < FewestUnrelated ? likeness : likeness with { Kind = LikenessKind.Related };
        var pattern = Pattern(a, b, isScaled ? moments.Factor : 1);
        if (pattern is not null) return likeness with { Kind = LikenessKind.Near, Pattern = pattern };
        return isScaled
            ? likeness with { Kind = LikenessKind.ScaledNoise, RelativeL2 = rest }
            : likeness with { Kind = LikenessKind.Noise };
    }

    private static string? Pattern(Tensor a, Tensor b, double factor)
    {
        using var scope = NewDisposeScope();
        (a, b) = (Part(a).to(ScalarType.Float64), Part(b).to(ScalarType.Float64));
        var size = b.abs() + 0.1 * b.square().mean().sqrt();
        var noise = (a / factor - b) / size;
        noise /= noise.square().mean().sqrt();
        return Few(noise) ?? Enumerable.Range(0, (int)noise.dim()).Select(axis => Along(noise, axis))
            .FirstOrDefault(pattern => pattern is not null);
    }

    // As many of the first rows as may be looked at.
    private static Tensor Part(Tensor tensor)
        => tensor.numel() <= MostSearched || tensor.dim() == 0
            ? tensor
            : tensor.narrow(0, 0, Math.Max(1, MostSearched / (tensor.numel() / tensor.shape[0])));

    private static string? Few(Tensor noise)
    {
        var squares = noise.square().flatten();
        var most = Math.Max(1, squares.numel() / 100);
        var share = (squares.topk((int)most).values.sum() / squares.sum()).item<double>();
        return share > 0.6 && squares.numel() >= 100
            ? FormattableString.Invariant($"{most:N0} of the {squares.numel():N0} elements looked at make {100 * share:0} % of it") : null;
    }

    private static string? Along(Tensor noise, int axis)
    {
        var (size, others) = (noise.shape[axis], noise.numel() / noise.shape[axis]);
        if (size < 2) return null;
        var variance = noise.var(unbiased: false).item<double>();
        var means = noise.movedim([axis], [0]).reshape(size, -1).mean([1L]);
        // Under noise the sum is as a chi-square's, of as many degrees of freedom as there are slices.
        var spread = (means.square().sum() * others / variance).item<double>();
        if (others >= 8 && spread > size + Significant * Math.Sqrt(2.0 * size) + Significant * Significant)
            return $"its mean is not zero, and another in each slice of axis {axis}";
        var neighbours = noise.narrow(axis, 1, size - 1) * noise.narrow(axis, 0, size - 1);
        var together = neighbours.mean().item<double>() * Math.Sqrt(neighbours.numel()) / variance;
        return neighbours.numel() >= 100 && Math.Abs(together) > Significant ? $"it is alike in neighbouring slices of axis {axis}" : null;
    }
}
