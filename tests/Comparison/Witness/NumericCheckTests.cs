using ScratchVsAutograd.Comparison.Gradcheck;
using TorchSharp;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Witness;

public sealed class NumericCheckTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void A_right_backward_pass_takes_one_forward_pass_an_element()
    {
        var report = NumericCheck.Full(Networks.Mlp(epsilon: 0));
        Assert.True(report.ScratchAgrees);
        Assert.Equal(["W1", "B1", "W2", "B2"], report.Leaves.Select(leaf => leaf.Name));
        Assert.Equal([48, 6, 24, 4], report.Leaves.Select(leaf => leaf.Count));
        Assert.All(
            report.Leaves,
            leaf => Assert.Equal((0, 0, 0), (leaf.ScratchOutOfTolerance, leaf.AutogradOutOfTolerance, leaf.Inconclusive)));
        Assert.All(report.Leaves, leaf => Assert.InRange(leaf.MaxScratchError, 0, 1e-7));
        Assert.Equal(82, report.ForwardPasses);
    }

    [Theory]
    [InlineData("sign", -1.0)]
    [InlineData("factor", 1.001)]
    [InlineData("zero", 0.0)]
    [InlineData("NaN", double.NaN)]
    [InlineData("huge", 1e30)]
    public void One_wrong_element_is_found(string what, double factor)
    {
        Assert.NotEmpty(what);
        var right = Networks.Mlp(epsilon: 0);
        var report = NumericCheck.Full(Wrong(right, "W1", g => g.view(-1)[17] *= factor));
        var wrong = report.Leaves[0];
        Assert.False(report.ScratchAgrees);
        Assert.Equal((1, 0, 0), (wrong.ScratchOutOfTolerance, wrong.AutogradOutOfTolerance, wrong.Inconclusive));
        Assert.Equal(17, wrong.Worst!.Index);
        Assert.True(wrong.MaxScratchError is double.NaN || wrong.MaxScratchError > 1e-5);
        Assert.Equal(wrong.Worst.Autograd, wrong.Worst.FiniteDifference, 1e-8);
        Assert.All(report.Leaves.Skip(1), leaf => Assert.Equal(0, leaf.ScratchOutOfTolerance));
    }

    [Fact]
    public void A_backward_pass_that_is_wrong_everywhere_takes_two()
    {
        var right = Networks.Mlp(epsilon: 0);
        var report = NumericCheck.Full(Wrong(right, "W2", g => g.neg_()));
        Assert.Equal(24, report.Leaves[2].ScratchOutOfTolerance);
        Assert.Equal(82 + 24, report.ForwardPasses);
    }

    [Fact]
    public void A_missing_gradient_is_out_of_tolerance()
    {
        var report = NumericCheck.Full(Networks.Of(stack([tensor(1.0), tensor(2.0)]), x => x.square().sum()));
        Assert.Equal(2, report.Leaves[0].ScratchOutOfTolerance);
        Assert.Equal((4, 0), (report.Leaves[0].Worst!.Autograd, report.Leaves[0].Worst!.Scratch));
    }

    [Fact]
    public void A_kink_is_inconclusive_for_its_element_alone()
    {
        var x = stack([tensor(0.0), tensor(1.0), tensor(-1.0)]);
        var computation = Computation.From(
            "relu", [new Leaf("x", x, LeafRole.Parameter)],
            t => t["x"].relu().sum(), (t, d) => d.Add(t["x"], (t["x"] >= 0).to(ScalarType.Float64)));
        var leaf = NumericCheck.Full(computation).Leaves[0];
        Assert.Equal((1, 0, 0), (leaf.Inconclusive, leaf.ScratchOutOfTolerance, leaf.AutogradOutOfTolerance));
    }

    [Fact]
    public void A_reference_that_is_wrong_is_found_too()
    {
        // Detached, so that autograd sees half of the gradient.
        var computation = Computation.From(
            "square", [new Leaf("x", stack([tensor(1.0), tensor(2.0)]), LeafRole.Parameter)],
            t => (t["x"] * t["x"].detach()).sum(), (t, d) => d.Add(t["x"], 2 * t["x"]));
        var leaf = NumericCheck.Full(computation).Leaves[0];
        Assert.Equal((0, 2), (leaf.ScratchOutOfTolerance, leaf.AutogradOutOfTolerance));
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_no_agreement()
    {
        var report = NumericCheck.Full(Networks.Of(tensor(-1.0), x => x.log()));
        Assert.Equal(1, report.Leaves[0].Inconclusive);
        Assert.False(report.ScratchAgrees);
    }

    [Fact]
    public void Inputs_are_checked_when_asked_for_and_constants_never()
    {
        var report = NumericCheck.Full(Networks.Mlp(epsilon: 0), new NumericOptions { Inputs = true });
        Assert.Equal(["X", "W1", "B1", "W2", "B2"], report.Leaves.Select(leaf => leaf.Name));
        Assert.True(report.ScratchAgrees);
    }

    [Fact]
    public void The_number_of_workers_changes_nothing()
    {
        var computation = Wrong(Networks.Mlp(gain: 3), "W1", g => g.view(-1)[5] += 1);
        NumericReport With(int workers) => NumericCheck.Full(computation, new NumericOptions { Workers = workers });
        NumericReport[] reports = [With(1), With(2), With(5)];
        Assert.All(reports, report => Assert.Equal(string.Join('\n', reports[0].Leaves), string.Join('\n', report.Leaves)));
        Assert.All(reports, report => Assert.Equal(reports[0].ForwardPasses, report.ForwardPasses));
    }

    [Fact]
    public void It_leaves_no_tensor_and_no_setting_behind_and_the_leaves_as_they_were()
    {
        var computation = Networks.Mlp();
        var W1 = computation.Leaves[1].Value.clone();
        var (before, threads) = (LiveTensors.Count(), get_num_threads());
        NumericCheck.Full(computation);
        Assert.Equal((before, threads), (Tensor.TotalCount, get_num_threads()));
        Assert.True(W1.Equals(computation.Leaves[1].Value));
    }

    [Fact]
    public void Progress_counts_up_to_the_total()
    {
        var seen = new List<NumericProgress>();
        NumericCheck.Full(Networks.Mlp(), progress: new Recorder(seen));
        Assert.Equal(82, seen[^1].Done);
        Assert.All(seen, progress => Assert.Equal(82, progress.Total));
        Assert.Equal(seen.Select(progress => progress.Done).Order(), seen.Select(progress => progress.Done));
    }

    [Fact]
    public void It_can_be_stopped_and_hands_on_what_forward_throws()
    {
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => NumericCheck.Full(Networks.Mlp(), cancellationToken: cancelled));
        var x = tensor(1.0);
        var throwing = Networks.Of(x, leaf => leaf.item<double>() == 1 ? leaf.square() : throw new InvalidOperationException("moved"));
        Assert.Equal("moved", Assert.Throws<InvalidOperationException>(() => NumericCheck.Full(throwing)).Message);
    }

    /// <summary>The same computation with a mistake in one leaf's gradient.</summary>
    private static Computation Wrong(Computation right, string leaf, Action<Tensor> mistake)
        => Computation.From(
            right.Name, right.Leaves, right.Forward,
            (t, d) =>
            {
                right.Backward(t, d);
                mistake(d.Find(t[leaf])!);
            });

    private sealed class Recorder(List<NumericProgress> seen) : IProgress<NumericProgress>
    {
        public void Report(NumericProgress value) => seen.Add(value);
    }
}
