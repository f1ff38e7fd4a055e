using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Tests.Comparison.WrongBackwards;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis;

/// <summary>What explanations are tried again on: the same computation with other leaf values, which must be such as can be had.</summary>
public sealed class FreshSuspectsTests : TensorTest
{
    [Fact]
    public void Permuted_leaves_have_the_same_elements_elsewhere()
    {
        var (before, after) = Varied(LeafVariation.Permuted, randn(7, 3));
        Assert.True(before.flatten().sort().Values.Equals(after.flatten().sort().Values));
        Assert.False(before.Equals(after));
    }

    [Fact]
    public void Redrawn_leaves_stay_in_their_range_and_are_zero_where_they_were()
    {
        var (before, after) = Varied(LeafVariation.Redrawn, rand(20, 5) * (rand(20, 5) > 0.5));
        Assert.True((before == 0).Equals(after == 0));
        Assert.InRange(after.max().item<double>(), 0, before.max().item<double>());
        Assert.False(before.Equals(after));
    }

    [Fact]
    public void A_fresh_bias_is_not_zero_any_more()
        => Assert.True((Varied(LeafVariation.Redrawn, zeros(6)).After != 0).all().item<bool>());

    [Fact]
    public void Probabilities_stay_probabilities()
    {
        foreach (var variation in new[] { LeafVariation.Permuted, LeafVariation.Redrawn, LeafVariation.Scaled })
        {
            var after = Varied(variation, randn(9, 4).softmax(1)).After;
            Assert.True(((after.sum(1) - 1).abs() < 1e-6).all().item<bool>());
        }
    }

    [Fact]
    public void A_constant_stays_as_it_is_and_a_triangle_stays_one()
    {
        var computation = Of(Leaf.Constant("c", randn(4)), Leaf.Parameter("L", randn(4, 4).tril()), Leaf.Parameter("X", randn(4)));
        var leaves = LeafVariation.Redrawn.Of(computation).Leaves;
        Assert.True(leaves[0].Value.Equals(computation.Leaves[0].Value));
        Assert.True(leaves[1].Value.Equals(leaves[1].Value.tril()));
        Assert.False(leaves[2].Value.Equals(computation.Leaves[2].Value));
    }

    [Fact]
    public void Nudged_elements_do_not_tie()
    {
        using var runs = Runs(Computation.FromOp(
            "ties", [Leaf.Parameter("X", randn(8, 3).round())], t => t.Watch("A", t["X"].relu()) * 1,
            (t, d, Y) => d.Add(t["X"], d[Y] * 1)));
        foreach (var name in new[] { "X", "A" })
        {
            var value = runs.Apart(name, ScalarType.Float64)!.Value.Run.IsolatedOn.Trace[name].detach().flatten().sort().Values;
            Assert.True((value.diff() > 0).all().item<bool>());
        }
    }

    [Fact]
    public void A_run_that_stops_or_has_no_finite_loss_is_no_evidence()
    {
        using var runs = Runs(Of(t => (t["X"] - 1).sqrt(), Leaf.Parameter("X", 1.1 * ones(5))));
        Assert.NotNull(runs.On(LeafVariation.Permuted, ScalarType.Float64));
        Assert.Null(runs.On(LeafVariation.Scaled, ScalarType.Float64));
        using var stopped = Runs(
            Of(t => (t["X"] > 1).all().item<bool>()
                ? t["X"] * 2
                : throw new InvalidOperationException("too small"), Leaf.Parameter("X", 1.1 * ones(5))));
        Assert.NotNull(stopped.On(LeafVariation.Permuted, ScalarType.Float64));
        Assert.Null(stopped.On(LeafVariation.Scaled, ScalarType.Float64));
    }

    [Fact]
    public void A_dropout_mask_is_drawn_again_as_it_was()
    {
        var computation = Computation.FromOp(
            "dropout", [Leaf.Parameter("X", randn(30))],
            t => t["X"] * t.Keep("M", (rand(30) > 0.5).to(ScalarType.Float32).to(t["X"].dtype)),
            (t, d, Y) => d.Add(t["X"], 2 * d[Y] * t["M"]));
        var stage = Suspects.StageOf(computation);
        using var runs = new FreshRuns(stage);
        Assert.True(
            stage.Run(ScalarType.Float64).Trace["M"]
                .Equals(runs.On(LeafVariation.Scaled, ScalarType.Float64)!.Value.Run.IsolatedOn.Trace["M"]));
    }

    [Fact]
    public void The_same_term_of_a_gradient_is_found_again()
    {
        var wrong = WrongBackwardCatalog.Named("TiedAutoencoder.DecoderUseTransposed");
        var suspect = Suspects.Of(wrong.Computation, "W");
        using var runs = Runs(wrong.Computation);
        foreach (var term in suspect.TermByTerm())
        {
            using var fresh = new FreshSuspects(term, runs);
            Assert.All(fresh.All, view => Assert.Equal(term.Source, view.Source));
            Assert.Equal(2, fresh.All.Count());
        }
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        var suspect = Suspects.Of(WrongBackwardCatalog.Named("Dense.WeightTransposed").Computation, "W");
        var stage = Suspects.StageOf(suspect.Computation);
        Assert.Equal(0, LiveTensorsLeftBy(() =>
        {
            using var runs = new FreshRuns(stage);
            using var fresh = new FreshSuspects(suspect, runs);
            using (NewDisposeScope()) Assert.Equal(2, fresh.All.Count());
            Assert.All(fresh.All, view => Assert.NotNull(view.Pair));
        }));
    }

    private static (Tensor Before, Tensor After) Varied(LeafVariation variation, Tensor value)
    {
        var exact = value.to(ScalarType.Float64);
        return (exact, variation.Of(Of(Leaf.Parameter("X", exact))).Leaves.Single(leaf => leaf.Name == "X").Value);
    }

    private static FreshRuns Runs(Computation computation) => new(Suspects.StageOf(computation));

    private static Computation Of(params Leaf[] leaves) => Of(t => t["X"] * 2, leaves);

    private static Computation Of(Func<Trace, Tensor> forward, params Leaf[] leaves)
        => Computation.From("made up", leaves, t => forward(t).sum(), (t, d) => d.Add(t["X"], 2 * ones_like(t["X"])));
}
