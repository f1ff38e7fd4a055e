using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Optimizers;

/// <summary>Updates parameters in place, step by step; whoever calls it sees to it that nothing is recorded.</summary>
internal abstract class Optimizer
{
    private readonly IReadOnlyList<(Tensor Parameter, Tensor[] Memory)> parameters;

    /// <summary>What it remembers lives in the caller's dispose scope.</summary>
    /// <param name="parameters">What is updated.</param>
    /// <param name="rate">See <see cref="Rate"/>.</param>
    /// <param name="remembered">How many tensors of its shape are remembered of each, all zero at first.</param>
    protected Optimizer(IEnumerable<Tensor> parameters, double rate, int remembered)
    {
        Rate = rate;
        this.parameters = [
            .. parameters.Select(parameter => (parameter, Enumerable.Range(0, remembered).Select(_ => zeros_like(parameter)).ToArray()))];
    }

    /// <summary>α, the learning rate; a schedule sets it before each step.</summary>
    public double Rate { get; set; }

    /// <summary>How many steps there have been.</summary>
    protected int Steps { get; private set; }

    /// <summary>One step.</summary>
    /// <param name="gradients">Of each parameter; one without keeps its value.</param>
    public void Step(IEnumerable<Tensor?> gradients)
    {
        Steps++;
        foreach (var ((parameter, memory), gradient) in parameters.Zip(gradients))
        {
            if (gradient is null) continue;
            using var scope = NewDisposeScope();
            Update(parameter, gradient, memory);
        }
    }

    /// <summary>Updates one parameter and what is remembered of it, in place.</summary>
    protected abstract void Update(Tensor parameter, Tensor gradient, Tensor[] memory);
}
