using System.Diagnostics;
using ScratchVsAutograd.Ops;
using ScratchVsAutograd.Scratch.Catalogue;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Bench;

/// <summary>
/// What the hand-written backward of each op of the catalogue costs beside autograd's through torch's own function, fused kernels
/// included: time, and the most memory that either needs beyond what forward left. The plain case of each, with as many examples as make
/// its arguments about a million elements. <c>dotnet run -c Release --project bench -- ops [NAME…]</c>
/// </summary>
internal static class OpsRun
{
    private const long Elements = 1 << 20;
    private const int Rounds = 15;

    /// <summary>Measures the named ops, or all, and prints a line each.</summary>
    public static void Run(string[] names)
    {
        // On one thread: two wait for each other where something else runs, too.
        set_num_threads(1);
        var rows = OpCatalogue.Rows.Where(row => names.Length == 0 || names.Contains(row.Name)).ToList();
        // Memory comes last: it is given back before each measurement, and has to be asked for again.
        var times = rows.ConvertAll(row => Measured(row, Seconds));
        var bytes = rows.ConvertAll(row => Measured(row, PeakMemory.During));
        Console.WriteLine($"{"backward, scratch / autograd",-36} {"time",8} {"ms",8} {"memory",8} {"MB",8}");
        foreach (var ((row, time), memory) in rows.Zip(times).Zip(bytes)) Console.WriteLine(FormattableString.Invariant(
            $"  {row.Name,-34} {time.Ratio,8:0.00} {time.Autograd * 1e3,8:0.00} {memory.Ratio,8:0.00} {memory.Autograd / 1e6,8:0.0}"));
        Console.WriteLine(FormattableString.Invariant(
            $"  {"geometric mean",-34} {Mean(times),8:0.00} {"",8} {Mean(bytes),8:0.00}"));
    }

    private static Cost Measured(OpRow row, Func<Action, double> cost)
    {
        // A line on a terminal's error stream, as some take seconds.
        Console.Error.WriteLine(row.Name);
        using var scope = NewDisposeScope();
        var one = row.Cases.FirstOrDefault(@case => @case.HasBatch) ?? row.Cases[0];
        var leaves = one.Leaves(ScalarType.Float32, CPU, BatchOf(row, one));
        var (scratch, autograd) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            autograd.Add(Autograd(one, leaves, cost));
            scratch.Add(Scratch(one, leaves, cost));
        }

        return new Cost(Median(scratch), Median(autograd));
    }

    private static long BatchOf(OpRow row, OpCase one)
    {
        if (!one.HasBatch) return OpCase.UsualBatch;
        // It compares every example with every other.
        if (row.Op == typeof(InfoNce)) return 1024;
        using var scope = NewDisposeScope();
        long Count(long batch) => one.Leaves(ScalarType.Float32, CPU, batch).Sum(leaf => leaf.Value.numel());
        var (few, more) = (Count(4), Count(8));
        return Math.Max(4, (Elements - few) / Math.Max(1, (more - few) / 4));
    }

    private static double Scratch(OpCase one, IReadOnlyList<Leaf> leaves, Func<Action, double> cost)
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        var trace = new Trace(leaves);
        var Y = one.Forward(trace);
        if (trace.NameOf(Y) is null) trace.Watch("output", Y);
        var gradients = new NotConstants(leaves);
        gradients.Add(Y, Upstream(Y));
        return cost(() => one.Backward(trace, gradients, Y));
    }

    private static double Autograd(OpCase one, IReadOnlyList<Leaf> leaves, Func<Action, double> cost)
    {
        using var scope = NewDisposeScope();
        var values = leaves.ToDictionary(leaf => leaf.Name, leaf => leaf.Value.detach().requires_grad_(leaf.Role != LeafRole.Constant));
        // Aliases: one of torch's modules disposes of what it is given.
        var Y = one.Reference(new Trace(values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.alias()))));
        var R = Upstream(Y);
        Tensor[] wanted = [.. values.Values.Where(value => value.requires_grad)];
        return cost(() => autograd.grad([Y], wanted, [R], allow_unused: true));
    }

    private static Tensor Upstream(Tensor Y) => randn_like(Y.detach());

    private static double Seconds(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Mean(List<Cost> costs) => Math.Exp(costs.Average(cost => Math.Log(cost.Ratio)));

    private readonly record struct Cost(double Scratch, double Autograd)
    {
        public double Ratio => Scratch / Autograd;
    }

    private sealed class NotConstants(IReadOnlyList<Leaf> leaves) : Gradients
    {
        private readonly HashSet<Tensor> constants = new(
            leaves.Where(leaf => leaf.Role == LeafRole.Constant).Select(leaf => leaf.Value), ReferenceEqualityComparer.Instance);

        public override bool Wants(Tensor tensor) => !constants.Contains(tensor);
    }
}
