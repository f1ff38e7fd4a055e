using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Experiments.Notebook;

/// <summary>The teaching notebook's experiment: an MLP on the handwritten digits, its gradients written by hand.</summary>
internal static class NotebookExperiment
{
    public static PreparedExperiment Prepare(ExperimentSettings settings)
    {
        var start = Start(settings);
        return new PreparedExperiment(start.On(start.Data.TrainingBatch()), start.Data.Description);
    }

    /// <summary>The data and the freshly drawn weights, float32, in the caller's dispose scope.</summary>
    /// <exception cref="InputException">The data cannot be used.</exception>
    public static NetworkStart Start(ExperimentSettings settings)
    {
        var data = LoadData(settings);
        int[] widths = [data.Features, .. settings.Hidden, data.Classes];
        NetworkLimits.Check(widths, data.Training.Count);
        return new NetworkStart(data, settings.Initialization.Draw(settings.Seed, widths), settings.Epsilon);
    }

    private static DataSet LoadData(ExperimentSettings settings)
    {
        var data = DataSource.Load(settings.Data, settings.Seed);
        return settings.Batch is { } rows ? data.Take(rows) : data;
    }
}
