using System.Diagnostics;
using ScratchVsAutograd.Comparison.Gradcheck;
using ScratchVsAutograd.Scratch.Networks;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Bench;

/// <summary>
/// Every element of the notebook's network against finite differences: our side of <c>gradcheck.py</c>, which has the same
/// numbers from the same seed. Run both one after the other, on a machine that does nothing else:
/// <c>dotnet run -c Release --project bench -- gradcheck &amp;&amp; python3 bench/gradcheck.py</c>
/// </summary>
internal static class GradcheckRun
{
    private const int Runs = 5;

    public static void Run()
    {
        var network = Network();
        for (var run = 1; run <= Runs; run++)
        {
            var cpuBefore = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            var report = NumericCheck.Full(network);
            var (wall, cpu) = (watch.Elapsed, Environment.CpuUsage.TotalTime - cpuBefore);
            Console.WriteLine(FormattableString.Invariant(
                $"run {run}: agrees {report.ScratchAgrees}, {report.Leaves.Sum(leaf => leaf.Count)} elements, ")
                + FormattableString.Invariant($"{report.ForwardPasses} passes, ")
                + FormattableString.Invariant($"{wall.TotalSeconds:F2} s, {cpu.TotalSeconds:F2} s of CPU time"));
        }
    }

    /// <summary>The notebook's network in float64.</summary>
    public static NotebookMlp Network()
    {
        random.manual_seed(0);
        var X = randn(1437, 64, ScalarType.Float64);
        var y = nn.functional.one_hot(randint(10, 1437), 10).to(ScalarType.Float64);
        return new NotebookMlp("notebook", X, y,
        [
            (randn(30, 64, ScalarType.Float64) * Math.Sqrt(2.0 / 64), zeros(1, 30, ScalarType.Float64)),
            (randn(10, 30, ScalarType.Float64) * Math.Sqrt(2.0 / 30), zeros(1, 10, ScalarType.Float64)),
        ]);
    }
}
