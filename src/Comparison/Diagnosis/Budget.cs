namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>How much time the search for causes may still take: it stops at what it has, and never keeps a verdict waiting.</summary>
internal sealed class Budget
{
    [ThreadStatic]
    private static Budget? running;

    private readonly TimeProvider clock;
    private readonly long start;
    private Budget? parent;
    private TimeSpan allowed;

    /// <summary>A budget that begins now.</summary>
    /// <param name="allowed">How much time there is; none at all is a budget that is spent.</param>
    /// <param name="clock">What measures it, by its monotonic timestamps; null for the machine's.</param>
    public Budget(TimeSpan allowed, TimeProvider? clock = null)
    {
        this.allowed = allowed;
        this.clock = clock ?? TimeProvider.System;
        start = this.clock.GetTimestamp();
    }

    /// <summary>As much time as it takes.</summary>
    public static Budget Unlimited { get; } = new(TimeSpan.MaxValue);

    /// <summary>Whether there is no time left: what has not been tried yet is not tried.</summary>
    public bool IsSpent => Left <= TimeSpan.Zero;

    private TimeSpan Left => allowed - clock.GetElapsedTime(start);

    /// <summary>
    /// What one of several may take of it: all that is left for the last, and half of it for each one before, so that the first
    /// are searched best and every one has its turn.
    /// </summary>
    /// <param name="isLast">Whether nobody comes after this one.</param>
    public Budget Turn(bool isLast) => new(isLast ? Left : Left / 2, clock) { parent = this };

    /// <summary>Called wherever a search does what takes time: where the budget that it runs within is spent, it ends here.</summary>
    /// <exception cref="BudgetSpentException">Caught by <see cref="Within"/>.</exception>
    public static void Check()
    {
        if (running is { IsSpent: true }) throw new BudgetSpentException();
    }

    /// <summary>Runs what is not part of the search, and does not count.</summary>
    public T Beside<T>(Func<T> run)
    {
        var before = clock.GetTimestamp();
        var outer = running;
        running = null;
        try
        {
            return run();
        }
        finally
        {
            running = outer;
            Extend(clock.GetElapsedTime(before));
        }
    }

    /// <summary>Runs a search within this budget, which ends it however deep in a loop it is.</summary>
    public void Within(Action search)
    {
        var outer = running;
        running = this;
        try
        {
            Check();
            search();
        }
        catch (BudgetSpentException)
        {
            // What it has found until then counts.
        }
        finally
        {
            running = outer;
        }
    }

    private void Extend(TimeSpan by)
    {
        if (allowed < TimeSpan.MaxValue - by) allowed += by;
        parent?.Extend(by);
    }
}
