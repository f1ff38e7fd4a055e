using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Slopes;

/// <summary>Directional derivatives of a loss with respect to one tensor t: dL(t + εv)/dε at ε = 0.</summary>
/// <param name="sampler">The loss.</param>
/// <param name="isBrief">Whether a few evaluations have to do.</param>
internal sealed class FiniteDifferences(LossSampler sampler, bool isBrief = false)
{
    private double? noise;

    /// <summary>The derivative along one direction.</summary>
    /// <param name="direction">v, float64, of t's shape.</param>
    public Slope Along(Tensor direction)
    {
        double Loss(double step) => sampler.At(direction, step);

        if (isBrief) return StepLadder.ClimbBriefly(Loss, sampler.Loss, sampler.Scale);
        // The loss jitters alike along every direction: measured once.
        noise ??= StepLadder.Noise(Loss, sampler.Loss, sampler.Scale);
        return StepLadder.Climb(Loss, sampler.Loss, sampler.Scale, noise.Value);
    }
}
