using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;

/// <summary>
/// A formula that was found on a sample, on the whole: its constants change as the sizes do, from 1/12 to 1/5120. Each is fitted to a few
/// elements, and what the sizes make of it is taken; then it is tried on all of them.
/// </summary>
internal static class Refit
{
    private const double Near = 1e-2;

    /// <summary>The formula with the whole's constants; null where it does not hold there.</summary>
    public static Formula? On(Evidence whole, Formula formula, Func<Scene, TorchSharp.torch.Tensor> target)
    {
        if (Try(whole, formula, target) is { } same) return same;
        if (Terms(whole, formula) is not { } values || Fitted(values, Divided(whole, formula, target)) is not { } fitted) return null;
        var ratios = Ratios(whole.Scene.Sizes);
        var terms = formula.Terms.Zip(
            fitted, (term, factor) => Term.Of(Nearest(term.Factor.Value, factor, ratios), term.Expression)).ToList();
        return Try(whole, formula with { Terms = terms }, target);
    }

    private static Formula? Try(Evidence whole, Formula formula, Func<Scene, TorchSharp.torch.Tensor> target)
        => whole.Residual(formula, target) is { } residual ? formula with { Residual = residual } : null;

    private static double[][]? Terms(Evidence whole, Formula formula)
    {
        double[][] values = [.. formula.Terms.Select(term => whole.Sample.Values(term.Expression)).OfType<double[]>()];
        return values.Length == formula.Terms.Count ? values : null;
    }

    private static double[] Divided(Evidence whole, Formula formula, Func<Scene, TorchSharp.torch.Tensor> target)
        => formula.Common is { } common && whole.Sample.Values(common) is { } values
            ? Vectors.Over(whole.Values(target), values)
            : whole.Values(target);

    // Least squares, by elimination of one term after the other.
    private static double[]? Fitted(double[][] terms, double[] target)
    {
        if (terms.Any(term => term.Length != target.Length) || !target.All(double.IsFinite)) return null;
        var count = terms.Length;
        var rows = terms.Select(row => (double[])[.. terms.Select(column => Dot(row, column)), Dot(row, target)]).ToArray();
        for (var pivot = 0; pivot < count; pivot++)
        {
            if (!(Math.Abs(rows[pivot][pivot]) > 0)) return null;
            foreach (var row in rows.Where((_, index) => index != pivot))
            {
                var factor = row[pivot] / rows[pivot][pivot];
                for (var column = pivot; column <= count; column++) row[column] -= factor * rows[pivot][column];
            }
        }

        return [.. rows.Select((row, index) => row[count] / row[index])];
    }

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    private static double Nearest(double sample, double fitted, IReadOnlyList<double> ratios)
        => ratios.Select(ratio => sample * ratio).Where(value => Math.Abs(value - fitted) <= Near * Math.Abs(fitted))
            .OrderBy(value => Math.Abs(value - fitted)).FirstOrDefault(fitted);

    // A constant may have a size, its root or one less in it, above or below; of two sizes, both.
    private static List<double> Ratios(IReadOnlyDictionary<long, long> sizes)
    {
        var single = sizes.Where(size => size.Key != size.Value).SelectMany(size => (double[])
            [(double)size.Value / size.Key, Math.Sqrt((double)size.Value / size.Key), (size.Value - 1.0) / (size.Key - 1.0)])
            .SelectMany(ratio => (double[])[ratio, 1 / ratio]).Prepend(1).ToList();
        return [.. single.SelectMany(first => single.Select(second => first * second)).Distinct()];
    }
}
