using ScratchVsAutograd.Harness.Experiments.Notebook;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Train;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Train;

/// <summary>Settings by name, and logs that nobody trained for.</summary>
internal static class TrainingCases
{
    public static NotebookSettings Settings(string initialization)
        => new() { Initialization = WeightInitialization.All.Single(one => one.Name == initialization) };

    public static ScalarType Dtype(string name) => ValueParser.Dtype(name);

    /// <summary>A made-up log with one record for each budget.</summary>
    public static TrainingLog Log(params double[] budgets) => new(
        new TrainingOptions { Epochs = budgets.Length - 1 },
        "made-up data",
        [.. budgets.Select((budget, epoch) => Record(epoch, budget))],
        [])
    {
        Measures = [("training_accuracy", "train %"), ("validation_accuracy", "valid %")],
    };

    /// <summary>What the network of the digits says of itself.</summary>
    public static Score Score(double loss, double training, double validation) => new(loss, [training, validation]);

    private static EpochRecord Record(int epoch, double budget)
        => new(epoch, Score(2.5, 0.25, 0.125), Score(2.5, 0.25, 0.125), new(budget * 1e-5, budget * 1e-6, budget, "W2"));
}
