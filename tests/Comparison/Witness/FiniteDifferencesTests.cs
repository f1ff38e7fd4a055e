using CsCheck;
using ScratchVsAutograd.Comparison.Numerics;
using ScratchVsAutograd.Comparison.Slopes;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Witness;

public class FiniteDifferencesTests
{
    private static readonly Func<Tensor, Tensor>[] SmoothOps =
    [
        x => x.tanh(), x => x.sigmoid(), x => (0.3 * x).exp(), x => x.sin(), x => x.square() * 0.5, x => nn.functional.softplus(x),
        x => x.softmax(1), x => (x.square() + 1).log(), x => x / (x.square().sum(1, keepdim: true) + 1).sqrt(), x => x * x.roll(1, 0),
    ];

    private static readonly Gen<(int[] Ops, ulong Seed, double Scale)> Cases = Gen.Select(
        Gen.Int[0, SmoothOps.Length - 1].Array[1, 4], Gen.ULong, Gen.Double[-6, 6].Select(exponent => Math.Pow(10, exponent)));

    // One sample of 150 computations, each moved in two places: the seed fixes the first sample alone.
    [Fact]
    public void Random_smooth_computations_lie_within_their_error_bars()
        => Cases.Array[150].Sample(computations => computations.All(Holds), seed: "0N0XIzNsQ0O2", iter: 1, threads: 1);

    private static bool Holds((int[] Ops, ulong Seed, double Scale) random)
    {
        using var scope = NewDisposeScope();
        var computation = Chain(random.Ops, random.Seed, random.Scale);
        return Holds(computation, "x", random.Seed) && Holds(computation, "h", random.Seed);
    }

    private static bool Holds(Computation computation, string tensor, ulong seed)
    {
        var truth = Autograd.GradientOf(computation, tensor);
        var sampler = new LossSampler(computation, tensor);
        var direction = new GaussianNumbers(seed + 1).Like(truth);
        var slope = new FiniteDifferences(sampler).Along(direction);
        var expected = (truth * direction).sum().item<double>();
        var rounding = 1e-13 * (truth * direction).abs().sum().item<double>();
        return slope.Smoothness != Smoothness.Kink && Math.Abs(slope.Value - expected) <= slope.ErrorBar + rounding;
    }

    /// <summary>A leaf x (3, 4), a watched h (3, 4) in the middle, and Σ of the result times fixed random numbers as loss.</summary>
    private static Computation Chain(int[] ops, ulong seed, double scale)
    {
        var numbers = new GaussianNumbers(seed);
        var x = numbers.Like(empty(3, 4)) * scale;
        var c = numbers.Like(empty(3, 4));
        return Computation.From(
            "chain", [new Leaf("x", x, LeafRole.Parameter), new Leaf("c", c, LeafRole.Constant)],
            t =>
            {
                var h = t.Watch("h", SmoothOps[ops[0]](t["x"] / scale));
                return (ops.Skip(1).Aggregate(h, (value, op) => SmoothOps[op](value)) * t["c"]).sum();
            },
            (_, _) => { });
    }
}
