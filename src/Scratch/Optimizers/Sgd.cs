using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Optimizers;

/// <summary>Gradient descent with momentum: V ← μV + G, W ← W − αV; for μ = 0, W ← W − αG.</summary>
/// <remarks>Source: Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in deep learning" (2013).</remarks>
/// <param name="parameters">What is updated.</param>
/// <param name="rate">α.</param>
/// <param name="momentum">μ, from 0, below 1.</param>
internal sealed class Sgd(IEnumerable<Tensor> parameters, double rate, double momentum = 0)
    : Optimizer(parameters, rate, remembered: momentum == 0 ? 0 : 1)
{
    /// <inheritdoc />
    protected override void Update(Tensor parameter, Tensor gradient, Tensor[] memory)
    {
        var step = memory is [var velocity] ? velocity.mul_(momentum).add_(gradient) : gradient;
        parameter.sub_(step * Rate);
    }
}
