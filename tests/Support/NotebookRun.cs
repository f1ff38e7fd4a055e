using ScratchVsAutograd.Harness.Experiments.Notebook;
using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>One comparison on the real digits, as the command line would run it; each is run once and kept.</summary>
internal sealed record NotebookRun(
    string Initialization, long Seed = 0, int Depth = 2, ScalarType Dtype = ScalarType.Float32,
    double Epsilon = SoftmaxCrossEntropy.DefaultEpsilon, bool KeepValues = false, WitnessMode Witness = WitnessMode.Never)
{
    private static readonly Dictionary<(NotebookRun, Tolerance), ComparisonReport> Reports = [];

    private static readonly Dictionary<int, int[]> HiddenWidths = new() { [1] = [], [2] = [30], [4] = [30, 20, 15] };

    /// <summary>The names of what is compared at that depth, in graph order.</summary>
    public static IEnumerable<string> TensorsAt(int depth) => Enumerable.Range(1, depth).SelectMany(
        layer => layer < depth ? [$"W{layer}", $"B{layer}", $"Z{layer}", $"A{layer}"] : new[] { $"W{layer}", $"B{layer}", $"Z{layer}" });

    /// <summary>The report.</summary>
    /// <param name="tolerance">What the gradients are held to; null for the default of the dtype.</param>
    public ComparisonReport Report(Tolerance? tolerance = null)
    {
        var key = (this, tolerance ?? Tolerance.For(Dtype));
        if (!Reports.TryGetValue(key, out var report)) Reports.Add(key, report = Run(key.Item2));
        return report;
    }

    private ComparisonReport Run(Tolerance tolerance)
    {
        using var scope = NewDisposeScope();
        var prepared = NotebookExperiment.Prepare(new NotebookSettings
        {
            Initialization = WeightInitialization.All.Single(candidate => candidate.Name == Initialization),
            Seed = Seed,
            Hidden = HiddenWidths[Depth],
            Epsilon = Epsilon,
        });
        return Comparer.Run(
            prepared.Computation, new ComparisonOptions
            {
                Dtype = Dtype,
                Tolerance = tolerance,
                KeepValues = KeepValues,
                Witness = Witness,
            });
    }
}
