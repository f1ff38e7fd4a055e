using ScratchVsAutograd.Tests.Build;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison;

/// <summary>
/// What a comparison of a large computation holds beside what a training step holds, both with their leaves: looked at where the code under
/// test begins and ends, and not timed.
/// </summary>
public sealed class MemoryTests : TensorTest
{
    private const int Width = 700;
    private const int Layers = 4;

    // What a step holds at its end: the leaves, what forward names, the gradients of the weights, and what is on the way.
    private const long Step = (1 + Layers + 2 * Layers + Layers + 1) * 4L * Width * Width;

    // It was 12 to 13 when every run stayed in memory, and is 6 to 7.5 here. Most of it are the gradients of what forward names, which a
    // step that makes nothing else on the way does not keep.
    private const double Most = 8.5;

    [LinuxX64Fact]
    public void An_agreeing_comparison_has_no_two_kinds_of_run_in_memory() => RequireFew(wrong: false, Verdict.Agree);

    [LinuxX64Fact]
    public void Nor_has_one_that_finds_a_mistake_and_asks_the_witness() => RequireFew(wrong: true, Verdict.Origin);

    private static void RequireFew(bool wrong, Verdict verdict)
    {
        LiveTensors.Count();
        var before = LiveBytes.Now();
        var watched = new Sampled(Tower(Layers, Width, wrong));
        var report = Comparer.Run(watched, new ComparisonOptions { WhyTime = TimeSpan.Zero });
        Assert.Equal(verdict, report.Tensors.Single(tensor => tensor.Name == "W2").Verdict);
        Assert.InRange((double)(watched.Largest - before) / Step, 1, Most);
    }

    private static Computation Tower(int layers, int width, bool wrong)
    {
        Leaf[] leaves = [Leaf.Input("X", randn(width, width)), .. Enumerable.Range(1, layers)
            .Select(layer => Leaf.Parameter($"W{layer}", randn(width, width) / Math.Sqrt(width)))];
        return Computation.From(
            "tower", leaves,
            t => Enumerable.Range(1, layers)
                .Aggregate(t["X"], (A, layer) => t.Watch($"A{layer}", t.Watch($"Z{layer}", A.mm(t[$"W{layer}"])).tanh())).square().mean(),
            (t, d) =>
            {
                d.Add(t[$"A{layers}"], 2 * t[$"A{layers}"] / t[$"A{layers}"].numel());
                for (var layer = layers; layer >= 1; layer--)
                {
                    var (A, Z, W, before) = (t[$"A{layer}"], t[$"Z{layer}"], t[$"W{layer}"], t[layer > 1 ? $"A{layer - 1}" : "X"]);
                    d.Add(Z, d[A] * (1 - A.square()));
                    d.Add(W, (wrong && layer == 2 ? 3 : 1) * before.t().mm(d[Z]));
                    if (layer > 1) d.Add(before, d[Z].mm(W.t()));
                }
            });
    }

    // Looks at the memory wherever it runs.
    private sealed class Sampled(Computation inner) : Computation
    {
        public long Largest { get; private set; }

        public override string Name => inner.Name;

        public override IReadOnlyList<Leaf> Leaves => inner.Leaves;

        private void Look() => Largest = Math.Max(Largest, LiveBytes.Now());

        public override Tensor Forward(Trace t)
        {
            Look();
            var loss = inner.Forward(t);
            Look();
            return loss;
        }

        public override void Backward(Trace t, Gradients d)
        {
            Look();
            inner.Backward(t, d);
            Look();
        }
    }
}
