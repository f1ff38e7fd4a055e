using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Data;

/// <summary>What is refused as a mistake rather than tried: it would exhaust memory, or overflow float32.</summary>
internal static class DataLimits
{
    /// <summary>The most classes; one more is a column of labels that are not classes, such as identifiers.</summary>
    public const int MaxClasses = 10_000;

    /// <summary>The most numbers in one tensor: half a gibibyte of float32, of which a comparison keeps several copies.</summary>
    public const int MaxElements = 1 << 27;

    /// <summary>The largest magnitude of a feature: the float32 sum of <see cref="MaxElements"/> such numbers is still finite.</summary>
    public const float MaxMagnitude = 1e30f;

    /// <summary>Refuses data that cannot teach a classifier anything, or that is too large.</summary>
    /// <param name="source">How the sentence names the data.</param>
    /// <param name="rows">Training and validation rows together.</param>
    /// <param name="features">Features of a row.</param>
    /// <param name="classes">Classes.</param>
    /// <exception cref="InputException">It is too small or too large.</exception>
    public static void Check(string source, long rows, long features, long classes)
    {
        // With one class softmax is 1 whatever the weights, every gradient is zero, and no comparison could fail.
        if (classes < 2)
            throw new InputException($"{source} has only class 0, whose gradients are all zero; give it at least two classes, 0 and 1.");
        if (classes > MaxClasses)
            throw new InputException($"{source} has {classes} classes, at most {MaxClasses} are possible; number the classes from 0.");
        CheckElements(source, rows, features, "features");
        CheckElements(source, rows, classes, "classes");
    }

    private static void CheckElements(string source, long rows, long columns, string what)
    {
        if ((Int128)rows * columns > MaxElements)
            throw new InputException(
                $"{source} has {rows} rows of {columns} {what}, "
                + $"more than the {MaxElements} numbers that a tensor may hold here; use fewer rows.");
    }
}
