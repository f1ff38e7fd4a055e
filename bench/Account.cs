using System.Diagnostics;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Bench;

/// <summary>
/// What the parts of a comparison that agrees cost, in training steps of the same network: the lower quartiles of many runs, one part after
/// the other in each of them. <c>dotnet run -c Release --project bench -- account</c>
/// </summary>
internal static class Account
{
    private const int Rounds = 31;

    public static void Run()
    {
        foreach (var make in (Func<Computation>[])[() => Networks.Notebook(), Networks.Wide, Networks.Deep])
        {
            using var scope = NewDisposeScope();
            var computation = make();
            var parts = Parts(computation);
            var seconds = parts.Select(_ => new List<double>()).ToArray();
            for (var round = 0; round < (computation.Leaves[0].Value.numel() > 1_000_000 ? 7 : Rounds); round++)
            {
                for (var i = 0; i < parts.Count; i++) seconds[i].Add(Time(parts[i].Run));
            }

            var step = Usual(seconds[0]);
            Console.WriteLine(FormattableString.Invariant($"{computation.Name}: a training step takes {step * 1e3:F2} ms"));
            foreach (var (part, times) in parts.Zip(seconds)) Console.WriteLine(
                FormattableString.Invariant($"  {part.Name,-44} {Usual(times) / step,7:F2}"));
        }
    }

    private static List<(string Name, Action Run)> Parts(Computation computation)
    {
        var coverage = Coverage.OfWhatIsOwed(computation, inputs: false);
        var stage = new Stage(computation, CPU, ScalarType.Float32, coverage, isCast: false);
        var run = stage.Run(ScalarType.Float32);
        var chained = BackwardRun.Of(computation, run, Upstream.Chained);
        var precision = PrecisionRun.Of(stage, ScalarType.Float32);
        return
        [
            ("training step", () => Networks.TrainingStep(computation)),
            ("copies of the leaves", () => stage.Leaves(ScalarType.Float32)),
            ("forward and autograd, in the engine", () => stage.Run(ScalarType.Float32)),
            ("fingerprints of what forward named", () => _ = new Activations(run)),
            ("backward, chained", () => BackwardRun.Of(computation, run, Upstream.Chained)),
            ("backward, isolated", () => BackwardRun.Of(computation, run, Upstream.Isolated)),
            ("the same with gaps", () => BackwardRun.Of(
                computation, run, Upstream.IsolatedAs(Upstream.WithGaps) with { IsObserved = false })),
            ("all three", () => PrecisionRun.Strictly(stage, ScalarType.Float32)),
            ("the reference's forward", () => computation.ReferenceForward(new Trace(stage.Leaves(ScalarType.Float32).ByName))),
            ("statistics of all pairs", () =>
            {
                foreach (var name in precision.Compared)
                    TensorDiffer.Compare(precision.ChainedGradient(name)!, precision.Gradient(name)!, Tolerance.For(ScalarType.Float32));
            }),
            ("the whole comparison", () => Comparer.Run(computation)),
        ];
    }

    public static double Usual(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 4);

    private static double Time(Action run)
    {
        using var scope = NewDisposeScope();
        var watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.TotalSeconds;
    }
}
