using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// Names a constant factor k &gt; 1 after what the trace has: N, N − 1, N/(N − 1), N², √N with the size of an axis, a scalar, the
/// number of elements a mask lets pass, 1/(1 − p) of a dropout mask; and where none of these fits, N·C and N/C. A name is given
/// only where the number is the same; that it is the reason stays for the reader to say.
/// </summary>
internal static class FactorNames
{
    private const int Most = 3;

    /// <summary>What a number is, the likeliest first, three at most; none where nothing fits.</summary>
    public static IReadOnlyList<string> Of(double factor, GradientUnderTest gradient)
    {
        var sizes = Sizes(gradient);
        var likely = Fitting(FromOneSize(sizes).Concat(Magnitudes(gradient)).Concat(Counts(gradient)), factor, gradient)
            .Concat(KeepProbability(factor, gradient))
            .ToArray();
        // What two sizes make of each other by chance says nothing of a 2.
        if (likely.Length == 0 && (double[])[2, 3, 4] is var small && small.Any(number => Math.Abs(factor - number) <= gradient.Fits * factor)) return [];
        return likely.Length > 0 ? [.. likely.Take(Most)] : [.. Fitting(FromTwoSizes(sizes), factor, gradient).Take(1)];
    }

    private static IEnumerable<string> Fitting(IEnumerable<(double Value, string Name)> candidates, double factor, GradientUnderTest gradient)
        => candidates.Where(candidate => Math.Abs(candidate.Value - factor) <= gradient.Fits * factor).Select(candidate => candidate.Name);

    private static IEnumerable<(double Value, string Name)> FromOneSize(IReadOnlyList<(long Size, string Where)> sizes)
    {
        foreach (var (size, where) in sizes) yield return (size, where);
        foreach (var (size, where) in sizes)
        {
            yield return (Math.Sqrt(size), $"√{size} with {where}");
            yield return ((double)size * size, $"{size}² with {where}");
            if (size == 2) continue;
            yield return (size - 1, $"{size} − 1 with {where}");
            yield return ((double)size / (size - 1), $"{size}/({size} − 1) with {where}");
        }
    }

    private static IEnumerable<(double Value, string Name)> FromTwoSizes(IReadOnlyList<(long Size, string Where)> sizes)
        => from first in sizes
           from second in sizes
           from combined in ((double, string)[])
           [
               ((double)first.Size / second.Size, $"{first.Size}/{second.Size}, {first.Where} over {second.Where}"),
               ((double)first.Size * second.Size, $"{first.Size}·{second.Size}, {first.Where} times {second.Where}"),
           ]
           select combined;

    // Each size once: the tensor's own axes and number of elements before the axes of others.
    private static IReadOnlyList<(long Size, string Where)> Sizes(GradientUnderTest gradient)
    {
        var own = gradient.Right.shape.Select((size, axis) => (Size: size, Where: $"the size of {gradient.Name}'s axis {axis}"));
        var count = (Size: gradient.Right.numel(), Where: $"the number of elements of {gradient.Name}");
        var others = gradient.Named
            .SelectMany(tensor => tensor.Value.shape.Select((size, axis) => (Size: size, Where: $"the size of {tensor.Name}'s axis {axis}")));
        return [.. own.Append(count).Concat(others).Where(size => size.Size > 1).DistinctBy(size => size.Size)];
    }

    /// <summary>The tensors of one element, upstream gradients included, with their names.</summary>
    public static IEnumerable<(string Name, double Value)> Scalars(GradientUnderTest gradient)
        => from tensor in gradient.Named.Concat(gradient.Upstreams.Select(upstream => (Name: $"d{upstream.Name}", Value: upstream.Gradient)))
           where tensor.Value.numel() == 1
           select (tensor.Name, tensor.Value.to(ScalarType.Float64).reshape(1).item<double>());

    private static IEnumerable<(double Value, string Name)> Magnitudes(GradientUnderTest gradient)
        => from scalar in Scalars(gradient)
           let value = Math.Abs(scalar.Value)
           select value > 1 ? (value, scalar.Name) : (1 / value, $"1/{scalar.Name}");

    // A mean over those that a mask or a label lets pass, or over all of them.
    private static IEnumerable<(double Value, string Name)> Counts(GradientUnderTest gradient)
    {
        var ignoring = from tensor in gradient.Named
                       where tensor.Value.dtype == ScalarType.Int64 && tensor.Value.numel() > 1 && (tensor.Value < 0).any().item<bool>()
                       select (Name: $"the places where {tensor.Name} is not negative", Value: (tensor.Value >= 0).to(ScalarType.Float64));
        return from mask in Masks(gradient).Select(mask => (Name: $"the ones of {mask.Name}", mask.Value)).Concat(ignoring)
               let passed = mask.Value.sum().item<double>()
               where passed > 1
               from count in ((double Value, string Name)[])
               [
                   (passed, $"the number of {mask.Name}"),
                   (mask.Value.numel() / passed, $"{mask.Value.numel()}/{passed}: all against {mask.Name}"),
               ]
               select count;
    }

    private static IEnumerable<string> KeepProbability(double factor, GradientUnderTest gradient)
    {
        var dropped = Math.Round(100 * (1 - 1 / factor)) / 100;
        var isRound = Math.Abs(1 - 1 / factor - dropped) <= 1e-6;
        return isRound
            ? from mask in Masks(gradient)
              where mask.Value.shape.AsSpan().SequenceEqual(gradient.Right.shape) && (gradient.RightIsZero | (mask.Value != 0)).all().item<bool>()
              select $"1/(1 − p) with a dropout probability p = {Words.Number(dropped)} for the mask {mask.Name}"
            : [];
    }

    private static IEnumerable<(string Name, Tensor Value)> Masks(GradientUnderTest gradient)
        => from tensor in gradient.Named
           where tensor.Value.numel() > 1
           let value = tensor.Value.to(ScalarType.Float64)
           where ((value == 0) | (value == 1)).all().item<bool>() && (value == 0).any().item<bool>()
           select (tensor.Name, value);
}
