using System.Diagnostics;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Bench;

/// <summary>
/// What a comparison costs beside a training step (a forward pass and autograd's backward), in time and in memory: deep, wide and both,
/// right and wrong. Each number comes from a process of its own, as memory that was used once is not given back.
/// <c>dotnet run -c Release --project bench -- scale</c>
/// </summary>
internal static class ScaleRun
{
    private const int Steps = 3;
    private const string Step = "step";
    private const string Verdict = "verdict";
    private const string Whole = "whole";

    private static readonly (int Layers, int Width, int Rows)[] Sizes = [
        (2, 32, 64), (50, 16, 32), (200, 16, 32), (1, 2048, 512), (3, 1024, 4096), (2, 2048, 5120)];

    /// <summary>The table; or, in a process of its own, one number of it.</summary>
    public static void Run(string[] arguments)
    {
        if (arguments is [var what, var layers, var width, var rows, var mistake])
        {
            Measure(what, () => Tower.Of(Number(layers), Number(width), Number(rows), Enum.Parse<Tower.Mistake>(mistake)));
            return;
        }

        Console.WriteLine($"{"",-32} {"step",16} {"verdict alone",33} {"with causes",33}");
        foreach (var (size, wrong) in Sizes.SelectMany(size => Enum.GetValues<Tower.Mistake>().Select(wrong => (size, wrong))))
        {
            string[] chosen = [$"{size.Layers}", $"{size.Width}", $"{size.Rows}", $"{wrong}"];
            var (step, verdict, whole) = (Ask([Step, .. chosen]), Ask([Verdict, .. chosen]), Ask([Whole, .. chosen]));
            Console.WriteLine($"{$"{size.Layers} × {size.Width}, {size.Rows} rows, {wrong}",-32} {step} {verdict}{Ratio(verdict, step)} "
                + $"{whole}{Ratio(whole, step)}");
        }
    }

    /// <summary>Peak memory of a verdict beside a training step's.</summary>
    public static double MemoryRatio(int layers, int width, int rows, Tower.Mistake mistake)
    {
        string[] chosen = [$"{layers}", $"{width}", $"{rows}", $"{mistake}"];
        return (double)Ask([Verdict, .. chosen]).Bytes / Ask([Step, .. chosen]).Bytes;
    }

    private static string Ratio(Cost cost, Cost step)
        => FormattableString.Invariant($" {$"{cost.Seconds / step.Seconds:F0}×",6} {$"{(double)cost.Bytes / step.Bytes:F1}×",5}");

    private static void Measure(string what, Func<Computation> make)
    {
        using var process = Process.GetCurrentProcess();
        // LibTorch itself, and the first use of everything, is nobody's cost.
        var small = Tower.Of(2, 8, 8, Tower.Mistake.Factor);
        TrainingStep(small);
        Comparer.Run(small);
        var before = process.PeakWorkingSet64;
        // Its leaves are what a step needs, too.
        var computation = make();
        var watch = Stopwatch.StartNew();
        var times = what == Step ? Steps : 1;
        for (var i = 0; i < times; i++)
        {
            if (what == Step) TrainingStep(computation);
            else Comparer.Run(computation, what == Verdict ? new ComparisonOptions { WhyTime = TimeSpan.Zero } : null);
        }

        var seconds = watch.Elapsed.TotalSeconds / times;
        process.Refresh();
        Console.WriteLine(FormattableString.Invariant($"{seconds} {process.PeakWorkingSet64 - before}"));
    }

    private static void TrainingStep(Computation computation)
    {
        using var scope = NewDisposeScope();
        var trace = new Trace(
            computation.Leaves.Select(
                leaf => KeyValuePair.Create(leaf.Name, leaf.Value.detach().requires_grad_(leaf.Role == LeafRole.Parameter))));
        computation.Forward(trace).backward();
    }

    private static Cost Ask(string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["scale", .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var numbers = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return new Cost(
            double.Parse(numbers[0], System.Globalization.CultureInfo.InvariantCulture),
            Math.Max(1, long.Parse(numbers[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private readonly record struct Cost(double Seconds, long Bytes)
    {
        public override string ToString() => FormattableString.Invariant($"{Seconds,8:F3} s {Bytes / 1048576,5} MB");
    }
}
