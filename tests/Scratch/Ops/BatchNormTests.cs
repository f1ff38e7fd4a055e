using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Scratch.Ops;

/// <summary>The running statistics of batch normalization; the rest is checked from its row.</summary>
public sealed class BatchNormTests
{
    [Fact]
    public void Averages_of_the_statistics_are_those_that_torch_keeps()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var (w, b) = (ones(3), zeros(3));
        var (mean, variance) = (zeros(3), ones(3));
        var (torchMean, torchVariance) = (zeros(3), ones(3));
        for (var step = 0; step < 3; step++)
        {
            var X = randn(4, 3, 2, generator: generator) + step;
            var (_, _, _, batchMean, batchVariance) = BatchNorm.Forward(X, w, b);
            (mean, variance) = (BatchNorm.Average(mean, batchMean, 0.3), BatchNorm.Average(variance, batchVariance, 0.3));
            nn.functional.batch_norm(X, torchMean, torchVariance, training: true, momentum: 0.3);
        }

        Assert.True(mean.allclose(torchMean));
        Assert.True(variance.allclose(torchVariance));
    }
}
