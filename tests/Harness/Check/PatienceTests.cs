using ScratchVsAutograd.Harness.Check;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Check;

public sealed class PatienceTests
{
    [Theory]
    [InlineData(null, 60)]
    [InlineData(0.5, 60)]
    [InlineData(40.0, 400)]
    public void Without_a_limit_it_is_from_one_sign_of_life_to_the_next_and_longer_for_what_is_slow(double? forward, double seconds)
    {
        var patience = new Patience(null);
        if (forward is not null) patience.See(new RunProgress { Running = "backward", Ended = 1, Forward = forward });
        Assert.Equal(TimeSpan.FromSeconds(seconds), patience.Left);
    }

    [Fact]
    public void A_limit_that_was_asked_for_is_the_whole_time_whatever_is_seen()
    {
        var patience = new Patience(TimeSpan.FromSeconds(100));
        patience.See(new RunProgress { Running = "backward", Ended = 1, Forward = 40 });
        Assert.InRange(patience.Left, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(100));
    }

    [Fact]
    public void What_was_measured_is_said_and_how_long_may_be_enough()
    {
        var patience = new Patience(TimeSpan.FromSeconds(60));
        Assert.Equal("it did not finish within 60 s, and was stopped; --timeout allows longer.", patience.Sentence());
        patience.See(new RunProgress { Running = "forward" });
        Assert.EndsWith("gives it longer: its first forward had not finished.", patience.Sentence(), StringComparison.Ordinal);
        patience.See(new RunProgress { Running = "backward", Ended = 1, Forward = 40 });
        Assert.Equal(
            "it did not finish within 60 s, and was stopped; --timeout 3600 gives it longer: its forward took 40 s, its first backward had "
                + "not finished.",
            patience.Sentence());
        patience.See(new RunProgress { Running = "forward", Ended = 7, Forward = 40, Backward = 0.052 });
        Assert.EndsWith(
            "its forward took 40 s, its backward 0.052 s, and 7 of them had finished.", patience.Sentence(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_runs_are_told_of_as_they_begin_and_the_many_that_follow_only_now_and_then()
    {
        using var x = ones(2);
        var told = new List<RunProgress>();
        var watched = new WatchedComputation(
            Computation.From("square", [Leaf.Parameter("x", x)], t => t["x"].square().sum(), (t, d) => d.Add(t["x"], 2 * t["x"])),
            told.Add);
        for (var i = 0; i < 50; i++)
        {
            var trace = new Trace(watched.Leaves);
            watched.Forward(trace).Dispose();
            watched.Backward(trace, new Gradients());
        }

        Assert.Equal(["forward", "backward"], told.Take(2).Select(progress => progress.Running));
        Assert.Equal([null, told[1].Forward], told.Take(2).Select(progress => progress.Forward));
        Assert.InRange(told.Count, 2, 20);
    }
}
