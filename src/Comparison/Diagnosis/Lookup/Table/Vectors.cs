namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

/// <summary>Arithmetic on the values of a sample.</summary>
internal static class Vectors
{
    /// <summary>The largest difference between values that are the same but for rounding, relative to the largest of them.</summary>
    public const double Rounding = 1e-9;

    private const double Width = 1e-7;
    private static readonly double[] Weights = [.. Enumerable.Range(1, 64).Select(n => Math.Cos(n))];

    /// <summary>
    /// A weighted sum, of the values divided by their length: the same for all multiples, but for the sign, which is taken away. Null for
    /// zeros.
    /// </summary>
    public static long? Fingerprint(double[] values)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var n = 0; n < values.Length; n++)
        {
            sum += Weights[n % Weights.Length] * values[n];
            squares += values[n] * values[n];
        }

        return squares > 0 && double.IsFinite(squares) ? (long)Math.Floor(Math.Abs(sum) / Math.Sqrt(squares) / Width) : null;
    }

    /// <summary>The fingerprints of what is the same: rounded otherwise, it may lie just across the border.</summary>
    public static long[] Near(long fingerprint) => [fingerprint, fingerprint - 1, fingerprint + 1];

    /// <summary>The values less their mean; zeros where they are all the same.</summary>
    public static double[] Centred(double[] values)
    {
        var mean = values.Average();
        var centred = Array.ConvertAll(values, value => value - mean);
        return Largest(centred) <= Rounding * Math.Abs(mean) ? new double[values.Length] : centred;
    }

    /// <summary>The largest magnitude.</summary>
    public static double Largest(double[] values)
    {
        var largest = 0.0;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    /// <summary>The k for which target = k · values; null where there is none.</summary>
    public static double? Multiple(double[] target, double[] values)
    {
        var (dot, squares) = (0.0, 0.0);
        for (var n = 0; n < values.Length; n++)
        {
            dot += target[n] * values[n];
            squares += values[n] * values[n];
        }

        var factor = dot / squares;
        if (!double.IsFinite(factor) || factor == 0) return null;
        var allowed = Rounding * Largest(target);
        for (var n = 0; n < values.Length; n++)
        {
            if (!(Math.Abs(target[n] - factor * values[n]) <= allowed)) return null;
        }

        return factor;
    }

    /// <summary>x ∘ y.</summary>
    public static double[] Times(double[] x, double[] y)
    {
        var product = new double[x.Length];
        for (var n = 0; n < x.Length; n++) product[n] = x[n] * y[n];
        return product;
    }

    /// <summary>x / y.</summary>
    public static double[] Over(double[] x, double[] y)
    {
        var quotient = new double[x.Length];
        for (var n = 0; n < x.Length; n++) quotient[n] = x[n] / y[n];
        return quotient;
    }

    /// <summary>x − y.</summary>
    public static double[] Minus(double[] x, double[] y)
    {
        var difference = new double[x.Length];
        for (var n = 0; n < x.Length; n++) difference[n] = x[n] - y[n];
        return difference;
    }

    /// <summary>The a and b for which target = a · x + b · y; null where there are none, or x and y cannot be told apart.</summary>
    public static (double A, double B)? Combination(double[] target, double[] x, double[] y)
    {
        var (xx, xy, yy, xt, yt) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var n = 0; n < target.Length; n++)
        {
            xx += x[n] * x[n];
            xy += x[n] * y[n];
            yy += y[n] * y[n];
            xt += x[n] * target[n];
            yt += y[n] * target[n];
        }

        var determinant = xx * yy - xy * xy;
        if (!(determinant > 1e-10 * xx * yy)) return null;
        var (a, b) = ((yy * xt - xy * yt) / determinant, (xx * yt - xy * xt) / determinant);
        var allowed = Rounding * Largest(target);
        for (var n = 0; n < target.Length; n++)
        {
            if (!(Math.Abs(target[n] - a * x[n] - b * y[n]) <= allowed)) return null;
        }

        return (a, b);
    }

    /// <summary>The a, b and c for which target = a · x + b · y + c · z; null where there are none.</summary>
    public static double[]? Combination(double[] target, double[] x, double[] y, double[] z)
    {
        // What is left of y, of z and of the target without x: then there are two.
        var (yRest, zRest, rest) = (Without(y, x), Without(z, x), Without(target, x));
        if (Largest(yRest) <= 1e-7 * Largest(y) || Largest(zRest) <= 1e-7 * Largest(z)) return null;
        if (!(Largest(rest) > Rounding * Largest(target)) || Combination(rest, yRest, zRest) is not var (b, c)) return null;
        var a = Part(target, x) - b * Part(y, x) - c * Part(z, x);
        return [a, b, c];
    }

    private static double Part(double[] of, double[] along)
    {
        var (dot, squares) = (0.0, 0.0);
        for (var n = 0; n < of.Length; n++)
        {
            dot += of[n] * along[n];
            squares += along[n] * along[n];
        }

        return dot / squares;
    }

    private static double[] Without(double[] of, double[] along)
    {
        var part = Part(of, along);
        return [.. of.Zip(along, (value, other) => value - part * other)];
    }
}
