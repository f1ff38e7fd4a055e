using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison;

/// <summary>What a comparison costs, in runs of the code under test: they are counted, not timed.</summary>
public sealed class CostTests : TensorTest
{
    private static readonly ComparisonOptions VerdictAlone = new() { WhyTime = TimeSpan.Zero, Witness = WitnessMode.Never };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_number_of_runs_does_not_grow_with_the_number_of_tensors(int wrong)
    {
        var (few, many) = (new Counted(Layers(2, 4, wrong)), new Counted(Layers(24, 4, wrong)));
        var report = Comparer.Run(few, VerdictAlone);
        Comparer.Run(many, VerdictAlone);
        Assert.Equal(wrong == 0, report.Agrees);
        Assert.Equal((few.Forwards, few.Backwards), (many.Forwards, many.Backwards));
        Assert.InRange(few.Backwards, 4, 10);
        Assert.InRange(few.Forwards, 1, 5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_large_computation_runs_a_few_times_the_witness_included(int wrong)
    {
        var large = new Counted(Layers(1, 1100, wrong));
        var report = Comparer.Run(large, new ComparisonOptions { WhyTime = TimeSpan.Zero });
        Assert.Equal(wrong == 0, report.Agrees);
        Assert.InRange(large.Backwards, 2, wrong == 0 ? 2 : 12);
        Assert.InRange(large.Forwards, 1, wrong == 0 ? 1 : 16);
        if (wrong > 0) Assert.Equal(WitnessSays.Autograd, Assert.Single(report.Witness).Says);
    }

    [Fact]
    public void Where_every_layer_is_wrong_the_first_are_questioned_at_length_and_the_report_names_those_that_are_not()
    {
        var deep = new Counted(Layers(200, 2, wrong: int.MaxValue));
        var report = Comparer.Run(deep, new ComparisonOptions { WhyTime = TimeSpan.Zero });
        Assert.Equal(200, report.Faults.Length);
        Assert.InRange(deep.Forwards, 10, 600);
        Assert.InRange(report.Witness.Length, 1, 100);
        Assert.All(report.Witness, testimony => Assert.Equal(WitnessSays.Autograd, testimony.Says));
        Assert.Contains(
            report.Remarks, remark => remark.StartsWith(
                "The witness was asked only about the first of the tensors at fault", StringComparison.Ordinal));
    }

    [Fact]
    public void A_small_computation_after_a_large_one_does_not_wait_for_the_garbage_collector()
    {
        Comparer.Run(Layers(1, 1100, wrong: 0));
        var before = GC.CollectionCount(GC.MaxGeneration);
        Comparer.Run(Layers(1, 4, wrong: 0), VerdictAlone);
        Assert.InRange(GC.CollectionCount(GC.MaxGeneration) - before, 0, 1);
    }

    [Fact]
    public void A_small_computation_is_questioned_at_length()
    {
        var report = Comparer.Run(Layers(1, 4, wrong: 1));
        Assert.Contains("random 4", Assert.Single(report.Witness).Statements.Select(statement => statement.Direction));
    }

    [Fact]
    public void What_forward_makes_on_the_way_and_nobody_holds_is_gone_before_the_next_run()
    {
        var made = new List<WeakReference>();
        var largest = 0;
        var inner = Layers(1, 1100, wrong: 1);
        Comparer.Run(
            Computation.From(
                "litter", inner.Leaves,
                t =>
                {
                    largest = Math.Max(largest, made.Count(reference => reference.IsAlive));
                    for (var i = 0; i < 50; i++) made.Add(new WeakReference(ones(2)));
                    return inner.Forward(t);
                },
                inner.Backward),
            VerdictAlone);
        Assert.InRange(made.Count, 100, 1000);
        // Those of one run at most, disposed of with it.
        Assert.InRange(largest, 0, 50);
    }

    [Fact]
    public void What_forward_keeps_for_backward_in_a_variable_of_its_own_is_still_there_however_large()
    {
        Tensor? mask = null;
        var report = Comparer.Run(Computation.From(
            "a mask of its own", [Leaf.Parameter("x", randn(1100, 1100))],
            t =>
            {
                mask = (rand(1100, 1100) > 0.5).to(t["x"].dtype);
                return (t["x"] * mask).square().sum();
            },
            (t, d) => d.Add(t["x"], 2 * t["x"] * mask!)));
        Assert.True(report.Agrees, string.Join(" ", report.Remarks) + report.Failure);
    }

    // Zₗ = Zₗ₋₁ Wₗ; of the last so many layers the weight's gradient is three times too large.
    private static Computation Layers(int count, int width, int wrong)
    {
        Leaf[] leaves = [Leaf.Input("X", randn(3, width)), .. Enumerable.Range(1, count)
            .Select(layer => Leaf.Parameter($"W{layer}", randn(width, width) / Math.Sqrt(width)))];
        return Computation.From(
            "layers", leaves,
            t => Enumerable.Range(1, count).Aggregate(t["X"], (Z, layer) => t.Watch($"Z{layer}", Z.mm(t[$"W{layer}"]))).square().sum(),
            (t, d) =>
            {
                d.Add(t[$"Z{count}"], 2 * t[$"Z{count}"]);
                for (var layer = count; layer >= 1; layer--)
                {
                    var (Z, W, before) = (t[$"Z{layer}"], t[$"W{layer}"], t[layer > 1 ? $"Z{layer - 1}" : "X"]);
                    var dW = before.t().mm(d[Z]);
                    d.Add(W, count - layer < wrong ? 3 * dW : dW);
                    if (layer > 1) d.Add(before, d[Z].mm(W.t()));
                }
            });
    }

    private sealed class Counted(Computation inner) : Computation
    {
        public int Forwards { get; private set; }

        public int Backwards { get; private set; }

        public override string Name => inner.Name;

        public override IReadOnlyList<Leaf> Leaves => inner.Leaves;

        public override Tensor Forward(Trace t)
        {
            Forwards++;
            return inner.Forward(t);
        }

        public override void Backward(Trace t, Gradients d)
        {
            Backwards++;
            inner.Backward(t, d);
        }
    }
}
