using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison;

/// <summary>Test frameworks run classes in parallel, and torch has one random generator.</summary>
public sealed class ParallelComparisonsTests : TensorTest
{
    private int running, most;

    [Fact]
    public void Wait_for_each_other()
    {
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(Compare)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(1, most);
    }

    [Fact]
    public void And_checks_of_custom_functions_for_them()
    {
        Thread[] threads = [new(Compare), new(Check), new(Compare), new(Check)];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(1, most);
    }

    private void Check() => FunctionChecker.Run(new FunctionSample("slow", [Leaf.Parameter("x", ones(2))], SlowSum));

    private void Compare() => Comparer.Run(Computation.From(
        "slow", [Leaf.Parameter("x", ones(2))], SlowSum, (t, d) => d.Add(t["x"], ones_like(t["x"]))));

    private Tensor SlowSum(Trace t)
    {
        most = Math.Max(most, Interlocked.Increment(ref running));
        Thread.Sleep(20);
        Interlocked.Decrement(ref running);
        return t["x"].sum();
    }
}
