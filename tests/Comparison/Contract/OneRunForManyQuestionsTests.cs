using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Contract;

/// <summary>
/// One isolated run, on upstream gradients with gaps, answers at once whether mistakes cancel, whether backward repeats itself and whether
/// it depends on the layout. What a run for each question found, it must find too: of small computations and of large ones.
/// </summary>
public sealed class OneRunForManyQuestionsTests : TensorTest
{
    public static TheoryData<int> Widths => [3, 1100];

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_right_backward_is_asked_no_more_than_needed(int width)
    {
        var runs = 0;
        var report = Run(width, (A, dA) => (runs++, dA * 2 * A).Item2, dX => dX);
        Assert.True(report.Agrees);
        Assert.Equal(width > 1000 ? 2 : 4, runs);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Two_mistakes_that_cancel_are_found(int width)
    {
        var report = Run(width, (A, dA) => dA * 4 * A, dX => dX / 2);
        Assert.Equal(Verdict.Agree, VerdictOf(report, "W"));
        Assert.Equal([Verdict.Origin, Verdict.Origin], new[] { VerdictOf(report, "A"), VerdictOf(report, "X") });
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_backward_that_is_right_the_first_time_only_is_found(int width)
    {
        var runs = 0;
        var report = Run(width, (A, dA) => dA * 2 * A * (runs++ == 0 ? 1 : 3), dX => dX);
        Assert.False(report.Agrees);
        Assert.Equal("A", Assert.Single(report.Faults));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_backward_that_draws_numbers_is_found(int width)
    {
        var report = Run(width, (A, dA) => dA * 2 * A * (1 + 0.01 * rand_like(A)), dX => dX);
        Assert.Equal(Verdict.Unrepeatable, VerdictOf(report, "A"));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_backward_that_takes_memory_for_row_major_is_found(int width)
    {
        var report = Run(width, (A, dA) => dA.as_strided(A.shape, [A.shape[1], 1]) * 2 * A, dX => dX);
        Assert.Equal(VerdictReason.DependsOnLayout, report.Tensors.Single(tensor => tensor.Name == "A").Reason);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_backward_that_writes_into_what_it_is_handed_is_found(int width)
    {
        var report = Run(width, (A, dA) => (A * 2 * dA, dA.zero_()).Item1, dX => dX);
        Assert.Equal(Verdict.Modified, VerdictOf(report, "B"));
    }

    private static Verdict VerdictOf(ComparisonReport report, string name) => report.Tensors.Single(tensor => tensor.Name == name).Verdict;

    // X = 2 W, A = 3 X, B = A², the loss a weighted sum of B.
    private static ComparisonReport Run(int width, Func<Tensor, Tensor, Tensor> dA, Func<Tensor, Tensor> dX)
    {
        var weights = randn(width, width);
        return Comparer.Run(
            Computation.From(
                "powers", [Leaf.Parameter("W", randn(width, width))],
                t => (t.Watch("B", t.Watch("A", 3 * t.Watch("X", 2 * t["W"])).square()) * weights).sum(),
                (t, d) =>
                {
                    d.Add(t["B"], weights.clone());
                    d.Add(t["A"], dA(t["A"], d[t["B"]]));
                    d.Add(t["X"], dX(3 * d[t["A"]]));
                    d.Add(t["W"], 2 * d[t["X"]]);
                }),
            new ComparisonOptions { WhyTime = TimeSpan.Zero, Witness = WitnessMode.Never });
    }
}
