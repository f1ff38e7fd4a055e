using BenchmarkDotNet.Attributes;
using ScratchVsAutograd.Scratch.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Bench;

/// <summary>
/// What a comparison costs beside one training step by autograd on the same network and batch: 64-30-10, 1,437 rows.
/// </summary>
/// <remarks><c>dotnet run -c Release --project bench -- --filter *Explanation*</c></remarks>
public class ExplanationBenchmarks
{
    private readonly DisposeScope scope = NewDisposeScope();
    private NotebookMlp agreeing = null!;
    private NotebookMlp disagreeing = null!;

    /// <summary>The same data with He-scaled and with standard normal weights.</summary>
    [GlobalSetup]
    public void Setup()
    {
        random.manual_seed(0);
        var X = randn(1437, 64);
        var y = nn.functional.one_hot(randint(10, 1437), 10).to(ScalarType.Float32);
        agreeing = Network(X, y, Math.Sqrt(2.0 / 64));
        disagreeing = Network(X, y, 1);
    }

    /// <summary>Frees what <see cref="Setup"/> made.</summary>
    [GlobalCleanup]
    public void Cleanup() => scope.Dispose();

    /// <summary>Forward and autograd's backward.</summary>
    [Benchmark(Baseline = true)]
    public void TrainingStep()
    {
        using var step = NewDisposeScope();
        var trace = new Trace(agreeing.Leaves.Select(leaf => KeyValuePair.Create(
            leaf.Name, leaf.Value.detach().requires_grad_(leaf.Role == LeafRole.Parameter))));
        agreeing.Forward(trace).backward();
    }

    /// <summary>Both sides, the contract and the verdicts; nothing to explain.</summary>
    [Benchmark]
    public ComparisonReport Agreement() => Comparer.Run(agreeing);

    /// <summary>The same, with verdicts, line and cause of a disagreement, without the witness.</summary>
    [Benchmark]
    public ComparisonReport Explanation() => Comparer.Run(disagreeing, new ComparisonOptions { Witness = WitnessMode.Never });

    /// <summary>The whole explanation, finite differences included.</summary>
    [Benchmark]
    public ComparisonReport ExplanationWithWitness() => Comparer.Run(disagreeing);

    private static NotebookMlp Network(Tensor X, Tensor y, double scale)
        => new("network", X, y, [(randn(30, 64) * scale, zeros(1, 30)), (randn(10, 30) * scale, zeros(1, 10))]);
}
