using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Optimizers;

/// <summary>
/// Adam with decoupled weight decay. At step t, from the gradient G: W ← (1 − αλ) W, M ← β₁M + (1 − β₁) G, V ← β₂V + (1 − β₂) G²,
/// W ← W − α M̂ / (√V̂ + ε), with M̂ = M / (1 − β₁ᵗ) and V̂ = V / (1 − β₂ᵗ).
/// </summary>
/// <remarks>Source: Loshchilov, Hutter, "Decoupled Weight Decay Regularization" (2019), algorithm 2.</remarks>
/// <param name="parameters">What is updated.</param>
/// <param name="rate">α.</param>
/// <param name="decay">λ.</param>
/// <param name="beta1">β₁.</param>
/// <param name="beta2">β₂.</param>
/// <param name="epsilon">ε.</param>
internal sealed class AdamW(
    IEnumerable<Tensor> parameters, double rate, double decay = 0.01, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    : Optimizer(parameters, rate, remembered: 2)
{
    /// <inheritdoc />
    protected override void Update(Tensor parameter, Tensor gradient, Tensor[] memory)
    {
        var (M, V) = (memory[0], memory[1]);
        parameter.mul_(1 - Rate * decay);
        M.mul_(beta1).add_(gradient * (1 - beta1));
        V.mul_(beta2).add_(gradient * gradient * (1 - beta2));
        var deviation = (V / (1 - Math.Pow(beta2, Steps))).sqrt_().add_(epsilon);
        parameter.sub_(M / deviation * (Rate / (1 - Math.Pow(beta1, Steps))));
    }
}
