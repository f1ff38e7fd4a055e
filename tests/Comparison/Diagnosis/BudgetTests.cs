using ScratchVsAutograd.Comparison.Diagnosis;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis;

public sealed class BudgetTests
{
    [Fact]
    public void It_is_spent_once_its_time_has_passed_and_not_before()
    {
        var budget = new Budget(TimeSpan.FromSeconds(2.5), new SteppingClock(TimeSpan.FromSeconds(1)));
        Assert.False(budget.IsSpent);
        Assert.False(budget.IsSpent);
        Assert.True(budget.IsSpent);
        Assert.True(budget.IsSpent);
    }

    [Fact]
    public void No_time_at_all_is_spent_from_the_start()
        => Assert.True(new Budget(TimeSpan.Zero, new SteppingClock(TimeSpan.Zero)).IsSpent);

    [Fact]
    public void As_long_as_it_takes_has_no_end() => Assert.False(Budget.Unlimited.Turn(isLast: false).IsSpent);

    [Fact]
    public void Whoever_has_its_turn_leaves_half_to_those_that_come_after()
    {
        var clock = new SettableClock();
        var whole = new Budget(TimeSpan.FromSeconds(8), clock);
        var first = whole.Turn(isLast: false);
        clock.Now = TimeSpan.FromSeconds(4);
        Assert.True(first.IsSpent);
        Assert.False(whole.IsSpent);
        var last = whole.Turn(isLast: true);
        clock.Now = TimeSpan.FromSeconds(7);
        Assert.False(last.IsSpent);
        clock.Now = TimeSpan.FromSeconds(8);
        Assert.True(last.IsSpent);
        Assert.True(whole.IsSpent);
    }
}
