using BenchmarkDotNet.Attributes;
using ScratchVsAutograd.Comparison.Diff;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Bench;

/// <summary>All the numbers of a <see cref="TensorDiff"/> against the one bit that <c>torch.allclose</c> gives.</summary>
public class TensorDifferBenchmarks : IDisposable
{
    private readonly Tolerance tolerance = Tolerance.For(ScalarType.Float32);
    private Tensor autograd = null!, scratch = null!;

    /// <summary>Elements, float32.</summary>
    [Params(1_920, 1 << 20, 1 << 26)]
    public int Count { get; set; }

    /// <summary>What the hand-written gradient is autograd's times: within tolerance everywhere, or out everywhere.</summary>
    [Params(1.000001, 1.5)]
    public double Factor { get; set; }

    /// <summary>Draws the gradients.</summary>
    [GlobalSetup]
    public void Setup()
    {
        manual_seed(0);
        autograd = randn(Count);
        scratch = autograd * Factor;
    }

    /// <summary>The baseline.</summary>
    [Benchmark(Baseline = true)]
    public bool AllClose() => scratch.allclose(autograd, tolerance.Relative, tolerance.Absolute);

    /// <summary>The comparison in host memory.</summary>
    [Benchmark]
    public TensorDiff Compare() => TensorDiffer.Compare(scratch, autograd, tolerance);

    /// <summary>Frees the gradients.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        autograd.Dispose();
        scratch.Dispose();
        GC.SuppressFinalize(this);
    }
}
