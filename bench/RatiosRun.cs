using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Gradcheck;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Bench;

/// <summary>
/// What this project costs beside what it is measured by, in one run of a few minutes: each number is a ratio of two medians, taken in
/// turns in one process. <c>dotnet run -c Release --project bench -- ratios [--json FILE]</c>
/// </summary>
internal sealed class RatiosRun
{
    private readonly List<Row> rows = [];

    /// <summary>Measures all, prints it, and writes it to the file.</summary>
    public static void Run(string[] arguments)
    {
        var run = new RatiosRun();
        Action[] parts = [run.Backwards, run.Comparisons, run.Memory, run.Pairs, run.Gradcheck];
        foreach (var part in parts) part();
        if (arguments is ["--json", var file]) File.WriteAllText(file, JsonSerializer.Serialize(run.rows, JsonSerializerOptions.Web));
    }

    // The hand-written backward beside autograd's, on a forward pass of its own each: neither is charged for forward.
    private void Backwards()
    {
        Title("hand-written backward / autograd's");
        foreach (var computation in Agreeing())
        {
            var (scratch, autograd) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds(computation); round++)
            {
                using var scope = NewDisposeScope();
                var (trace, loss) = Networks.Forward(computation);
                autograd.Add(Time(() => loss.backward()));
                scratch.Add(Time(() =>
                {
                    using var unrecorded = no_grad();
                    computation.Backward(trace, new ParametersOnly(trace));
                }));
            }

            Add($"backward: {computation.Name}", Median(scratch) / Median(autograd), 1);
        }

        var of = rows.Where(row => row.Name.StartsWith("backward: ", StringComparison.Ordinal)).Select(row => row.Value).ToList();
        Add("backward: geometric mean", Math.Exp(of.Average(Math.Log)), 0.85);
    }

    private void Comparisons()
    {
        Title("whole comparison / a training step");
        foreach (var (computation, bar) in Agreeing().Zip([8.0, 3, 6])) Against(Networks.TrainingStep, computation, bar, "agrees");
        Against(Networks.TrainingStep, Networks.DeepAndWrong(), 40, "with cause and witness");
    }

    private void Memory()
    {
        Title("peak memory of a comparison / a training step's");
        foreach (var (layers, width, rows) in ((int, int, int)[])[(3, 1024, 4096), (2, 2048, 5120)])
        {
            foreach (var (mistake, bar) in (IEnumerable<(Tower.Mistake, double)>)[(Tower.Mistake.None, 2), (Tower.Mistake.Factor, 4)])
                Add($"memory: {layers} × {width}, {rows} rows, {mistake}", ScaleRun.MemoryRatio(layers, width, rows, mistake), bar);
        }
    }

    private void Against(Action<Computation> step, Computation computation, double bar, string what)
    {
        var (steps, comparisons) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds(computation); round++)
        {
            steps.Add(Time(() => step(computation)));
            comparisons.Add(Time(() => Comparer.Run(computation)));
        }

        Add($"comparison: {computation.Name}, {what}", Median(comparisons) / Median(steps), bar);
    }

    private void Pairs()
    {
        Title("all statistics of a pair / a copy of the pair");
        Pair("64M float32, within tolerance", 1 << 26, 1.000001, Copy, 1.3);
        Pair("64M float32, all out of tolerance", 1 << 26, 1.5, Copy, 1.5);
        Pair("1M float32, within tolerance", 1 << 20, 1.000001, Copy, 2);
        Title("all statistics of a pair / torch.allclose");
        Pair("1,920 float32", 1920, 1.000001, (s, a) => () => s.allclose(a, 1e-5, 1e-8), 1);
    }

    // Into memory that is there already: a fresh page costs more than to fill it.
    private static Action Copy(Tensor s, Tensor a)
    {
        var (copyS, copyA) = (zeros_like(s), zeros_like(a));
        return () =>
        {
            copyS.copy_(s);
            copyA.copy_(a);
        };
    }

    private void Pair(string name, long count, double factor, Func<Tensor, Tensor, Action> beside, double bar)
    {
        using var scope = NewDisposeScope();
        manual_seed(0);
        var autograd = randn(count);
        var scratch = autograd * factor;
        var other = beside(scratch, autograd);
        var (ours, theirs) = (new List<double>(), new List<double>());
        // Many at a time of what takes microseconds.
        var times = (int)Math.Clamp((1L << 20) / count, 1, 100);
        for (var round = 0; round < (count > 1 << 22 ? 9 : 101); round++)
        {
            theirs.Add(Time(() => Repeat(times, other)));
            ours.Add(Time(() => Repeat(times, () => TensorDiffer.Compare(scratch, autograd, Tolerance.For(ScalarType.Float32)))));
        }

        Add($"pair: {name}", Median(ours) / Median(theirs), bar);
    }

    private void Gradcheck()
    {
        Title("every element by finite differences / PyTorch's gradcheck");
        var peer = Peer("gradcheck.py");
        if (peer is null)
        {
            Console.WriteLine("  not measured: python3 has no torch here (Debian: python3-torch)");
            return;
        }

        Add("gradcheck: 2,260 parameters", Time(() => NumericCheck.Full(GradcheckRun.Network())) / peer.Value, 1.0 / 50);
    }

    // The seconds that it says it took; null where Python or its torch is not there.
    private static double? Peer(string script)
    {
        var path = Path.Combine("bench", script);
        if (!File.Exists(path)) return null;
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("python3", [path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = process.StandardOutput.ReadToEndAsync();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? Number(said.Result.Split(" forward passes, ")[1].Split(" s")[0]) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no python3.
            return null;
        }
    }

    private static IEnumerable<Computation> Agreeing() => [Networks.Notebook(), Networks.Wide(), Networks.Deep()];

    private static int Rounds(Computation computation) => computation.Leaves[0].Value.numel() > 1 << 20 ? 9 : 51;

    private static void Repeat(int times, Action action)
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < times; i++) action();
    }

    private static double Time(Action action)
    {
        using var scope = NewDisposeScope();
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static void Title(string title) => Console.WriteLine(title);

    private void Add(string name, double value, double bar)
    {
        var row = new Row(name, value, bar, value <= bar);
        rows.Add(row);
        Console.WriteLine(FormattableString.Invariant($"  {name,-60} {value,8:0.###}   bar {bar,6:0.###}   {(row.Ok ? "ok" : "over")}"));
    }

    private sealed record Row(string Name, double Value, double Bar, bool Ok);

    // Wants what autograd computes: the gradients of what depends on a parameter.
    private sealed class ParametersOnly(Trace trace) : Gradients(trace)
    {
        public override bool Wants(Tensor tensor) => tensor.requires_grad;
    }
}
