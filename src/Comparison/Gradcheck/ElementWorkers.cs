using TorchSharp;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Gradcheck;

/// <summary>
/// Shares the elements of all leaves out among threads, some at a time. Each thread has leaves of its own and writes results by
/// element, so the outcome does not depend on who measured what.
/// </summary>
internal sealed class ElementWorkers
{
    private const int ChunkSize = 32;

    private readonly Computation computation;
    private readonly IProgress<NumericProgress>? progress;
    private readonly CancellationToken cancellationToken;
    private readonly (int Leaf, int Start, int End)[] chunks;
    private readonly Lock reporting = new();
    private int taken;
    private long done;
    private long forwardPasses;

    public ElementWorkers(
        Computation computation, IReadOnlyList<ElementCheck> checks, IProgress<NumericProgress>? progress,
        CancellationToken cancellationToken)
    {
        this.computation = computation;
        Checks = checks;
        this.progress = progress;
        this.cancellationToken = cancellationToken;
        Results = [.. checks.Select(check => new ElementResult[check.Count])];
        chunks =
        [
            .. checks.SelectMany((check, leaf) => Enumerable.Range(0, (check.Count + ChunkSize - 1) / ChunkSize)
                .Select(chunk => (leaf, chunk * ChunkSize, Math.Min(check.Count, (chunk + 1) * ChunkSize)))),
        ];
    }

    /// <summary>What is measured, by leaf.</summary>
    public IReadOnlyList<ElementCheck> Checks { get; }

    /// <summary>By leaf, then by element.</summary>
    public ElementResult[][] Results { get; }

    /// <summary>How many forward passes it took.</summary>
    public long ForwardPasses => forwardPasses;

    /// <summary>Measures everything.</summary>
    /// <param name="workers">How many threads.</param>
    public void Run(int workers)
    {
        var threads = Enumerable.Range(0, Math.Max(1, Math.Min(workers, chunks.Length)))
            .Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        Task.WhenAll(threads).GetAwaiter().GetResult();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Work()
    {
        // Both settings belong to the thread.
        torch.set_num_threads(1);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var f = new ElementLoss(computation);
        try
        {
            for (int chunk; (chunk = Interlocked.Increment(ref taken) - 1) < chunks.Length && !cancellationToken.IsCancellationRequested;)
                Measure(f, chunks[chunk]);
        }
        finally
        {
            // Where this thread failed, the others need not go on.
            Interlocked.Add(ref taken, chunks.Length);
            Interlocked.Add(ref forwardPasses, f.ForwardPasses);
        }
    }

    private void Measure(ElementLoss f, (int Leaf, int Start, int End) chunk)
    {
        var check = Checks[chunk.Leaf];
        for (var index = chunk.Start; index < chunk.End; index++)
            Results[chunk.Leaf][index] = check.Measure(f, index);
        if (progress is null) return;
        lock (reporting)
        {
            done += chunk.End - chunk.Start;
            progress.Report(new NumericProgress(check.Leaf, done, Checks.Sum(each => (long)each.Count)));
        }
    }
}
