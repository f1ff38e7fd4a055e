using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Scratch.Models;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>The teaching notebook's experiment: an MLP on the handwritten digits, its gradients written by hand.</summary>
internal static class Notebook
{
    public static PreparedExperiment Prepare(ExperimentSettings settings)
    {
        var data = LoadData(settings);
        var batch = data.TrainingBatch();
        int[] widths = [data.Features, .. settings.Hidden, data.Classes];
        var layers = settings.Initialization.Draw(settings.Seed, widths);
        var network = new Mlp(ExperimentCatalog.Default, batch.X, batch.Y, layers, settings.Epsilon);
        return new PreparedExperiment(network, data.Description);
    }

    private static DataSet LoadData(ExperimentSettings settings)
    {
        var data = DataSource.Load(settings.Data, settings.Seed);
        return settings.Batch is { } rows ? data.Take(rows) : data;
    }
}
