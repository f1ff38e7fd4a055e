using ScratchVsAutograd.Harness.Options;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Data;

/// <summary>Training and validation rows of a classification task: managed arrays in, tensors out.</summary>
internal sealed class DataSet
{
    private readonly int allTrainingRows;

    /// <summary>A data set, standardized by its training rows.</summary>
    /// <param name="name">How reports and messages call it.</param>
    /// <param name="classes">Classes, 2 or more; every label is below it.</param>
    /// <param name="training">Training rows, at least one.</param>
    /// <param name="validation">Validation rows with as many features.</param>
    /// <exception cref="InputException">There are too few classes, or too much data: see <see cref="DataLimits"/>.</exception>
    public DataSet(string name, int classes, LabelledRows training, LabelledRows validation)
        : this(name, classes, training, validation, Standardization.Of(training), training.Count)
        => DataLimits.Check(name, (long)training.Count + validation.Count, training.Features, classes);

    private DataSet(
        string name, int classes, LabelledRows training, LabelledRows validation, Standardization standardization, int allTrainingRows)
    {
        this.allTrainingRows = allTrainingRows;
        Name = name;
        Classes = classes;
        Training = training;
        Validation = validation;
        Standardization = standardization;
    }

    /// <summary>Such as <c>digits</c>, or the file.</summary>
    public string Name { get; }

    /// <summary>Features of a row.</summary>
    public int Features => Training.Features;

    /// <summary>Classes, numbered from 0.</summary>
    public int Classes { get; }

    /// <summary>The rows that are compared on and trained with.</summary>
    public LabelledRows Training { get; }

    /// <summary>The rows held out to measure accuracy.</summary>
    public LabelledRows Validation { get; }

    /// <summary>What <see cref="Batch.X"/> went through; of all training rows, also after <see cref="Take"/>.</summary>
    public Standardization Standardization { get; }

    /// <summary>Such as <c>digits, 64 features, 10 classes, 1437 training and 360 validation rows</c>.</summary>
    public string Description
        => $"{Name}, {Features} features, {Classes} classes, {TrainingText} training and {Validation.Count} validation rows";

    private string TrainingText
        => Training.Count == allTrainingRows ? $"{allTrainingRows}" : $"the first {Training.Count} of {allTrainingRows}";

    /// <summary>The same data with the first training rows only, standardized as before.</summary>
    /// <param name="rows">From 1 to the number of training rows.</param>
    /// <exception cref="InputException">There are not as many rows, or none is asked for.</exception>
    public DataSet Take(int rows)
    {
        if (rows < 1 || rows > Training.Count)
            throw new InputException(
                $"--batch asks for {rows} rows, but {Name} has {Training.Count} training rows; "
                + $"give it a number from 1 to {Training.Count}.");
        return new DataSet(Name, Classes, Training.First(rows), Validation, Standardization, allTrainingRows);
    }

    /// <summary>All training rows as tensors, in the caller's dispose scope.</summary>
    public Batch TrainingBatch() => ToBatch(Training);

    /// <summary>All validation rows as tensors, in the caller's dispose scope.</summary>
    public Batch ValidationBatch() => ToBatch(Validation);

    private Batch ToBatch(LabelledRows rows)
    {
        using var scope = NewDisposeScope();
        var labels = rows.LabelsTensor();
        var y = nn.functional.one_hot(labels, Classes).to(ScalarType.Float32);
        var X = Standardization.Apply(rows.ValuesTensor());
        return new Batch(scope.MoveToOuter(X), scope.MoveToOuter(y), scope.MoveToOuter(labels));
    }
}
