using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Data;

/// <summary>Rows of features, each with its class. Immutable; a part of it shares its memory.</summary>
internal sealed class LabelledRows
{
    private readonly Memory<float> values;
    private readonly Memory<long> labels;

    /// <summary>Rows over the given memory, which must not change afterwards.</summary>
    /// <param name="features">Features of a row, 1 or more.</param>
    /// <param name="values">The features, row by row.</param>
    /// <param name="labels">The class of each row, from 0.</param>
    /// <exception cref="ArgumentException">The numbers of values and labels do not fit each other.</exception>
    public LabelledRows(int features, Memory<float> values, Memory<long> labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        if (values.Length != (long)features * labels.Length)
            throw new ArgumentException($"{values.Length} values do not make {labels.Length} rows of {features} features.", nameof(values));
        Features = features;
        this.values = values;
        this.labels = labels;
    }

    /// <summary>How many rows there are.</summary>
    public int Count => labels.Length;

    /// <summary>How many features a row has.</summary>
    public int Features { get; }

    /// <summary>The features as they were read, row by row.</summary>
    public ReadOnlySpan<float> Values => values.Span;

    /// <summary>The class of each row.</summary>
    public ReadOnlySpan<long> Labels => labels.Span;

    /// <summary>The first rows.</summary>
    public LabelledRows First(int count) => new(Features, values[..(count * Features)], labels[..count]);

    /// <summary>The rows of those numbers, counted from 0, in that order.</summary>
    public LabelledRows Select(ReadOnlySpan<int> rows)
    {
        var chosen = new float[rows.Length * Features];
        var chosenLabels = new long[rows.Length];
        for (var to = 0; to < rows.Length; to++)
        {
            Values.Slice(rows[to] * Features, Features).CopyTo(chosen.AsSpan(to * Features));
            chosenLabels[to] = Labels[rows[to]];
        }

        return new LabelledRows(Features, chosen, chosenLabels);
    }

    /// <summary>The features as they were read: float32 (N, features), in the caller's dispose scope.</summary>
    public Tensor ValuesTensor() => tensor(values, [Count, Features], dtype: ScalarType.Float32);

    /// <summary>The classes: int64 (N), in the caller's dispose scope.</summary>
    public Tensor LabelsTensor() => tensor(labels, [Count], dtype: ScalarType.Int64);
}
