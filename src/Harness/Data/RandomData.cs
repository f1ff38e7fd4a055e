using System.Globalization;
using ScratchVsAutograd.Harness.Options;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Data;

/// <summary>
/// <c>random:NxFxC</c>: N training rows of F standard Gaussian features, each with one of C classes, all equally likely, and
/// a quarter as many validation rows.
/// </summary>
internal static class RandomData
{
    /// <summary>What such a specification starts with.</summary>
    public const string Prefix = "random:";

    /// <summary>The form of a specification, as messages give it.</summary>
    public const string Form = "random:NxFxC";

    /// <summary>Draws the data.</summary>
    /// <param name="specification"><c>random:NxFxC</c>.</param>
    /// <param name="seed">
    /// Seeds a generator that belongs to the data alone: the global one, from which the weights come, is not touched.
    /// </param>
    /// <exception cref="InputException">The specification has another form, or asks for too little or too much.</exception>
    public static DataSet Load(string specification, long seed)
    {
        var (rows, features, classes) = Parse(specification);
        var validationRows = Math.Max(1, rows / 4);
        DataLimits.Check(specification, (long)rows + validationRows, features, classes);

        using var scope = NewDisposeScope();
        using var generator = new Generator(unchecked((ulong)seed));
        return new DataSet(
            specification, classes, Draw(rows, features, classes, generator), Draw(validationRows, features, classes, generator));
    }

    private static (int Rows, int Features, int Classes) Parse(string specification)
    {
        var sizes = specification[Prefix.Length..].Split('x');
        if (sizes.Length == 3 && Size(sizes[0]) is { } rows && Size(sizes[1]) is { } features && Size(sizes[2]) is { } classes)
            return (rows, features, classes);
        throw new InputException(
            $"'{specification}' is not of the form {Form}: rows, features and classes, whole numbers from 1 to {DataLimits.MaxElements}, "
            + $"such as {Prefix}256x64x10.");
    }

    private static int? Size(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= DataLimits.MaxElements
            ? size
            : null;

    private static LabelledRows Draw(int rows, int features, int classes, Generator generator)
    {
        var values = randn([rows, features], ScalarType.Float32, generator: generator);
        var labels = randint(0, classes, [rows], ScalarType.Int64, generator: generator);
        return new LabelledRows(features, values.data<float>().ToArray(), labels.data<long>().ToArray());
    }
}
