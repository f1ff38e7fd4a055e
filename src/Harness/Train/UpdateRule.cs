using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Scratch.Optimizers;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>How parameters are updated by their gradients.</summary>
/// <param name="Name">What <c>--optimizer</c> calls it.</param>
/// <param name="Equation">The update in words, given the learning rate.</param>
/// <param name="For">Makes the optimizer of some parameters, with a learning rate.</param>
internal sealed record UpdateRule(string Name, Func<string, string> Equation, Func<IEnumerable<Tensor>, double, Optimizer> For)
{
    private const double Momentum = 0.9;

    /// <summary>All there are, the default first.</summary>
    public static IReadOnlyList<UpdateRule> All { get; } =
    [
        new("sgd", rate => $"W <- W - {rate} * dL/dW", (parameters, rate) => new Sgd(parameters, rate)),
        new("momentum", rate => $"V <- 0.9 * V + dL/dW, W <- W - {rate} * V", (parameters, rate) => new Sgd(parameters, rate, Momentum)),
        new(
            "adamw", rate => $"AdamW with rate {rate}, betas 0.9 and 0.999, weight decay 0.01",
            (parameters, rate) => new AdamW(parameters, rate)),
    ];

    /// <summary>The one of that name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static UpdateRule Of(string name) => All.FirstOrDefault(rule => rule.Name == name)
        ?? throw new InputException(
            $"'{name}' is not an optimizer{Nearest.Question(name, All.Select(rule => rule.Name))}; expected sgd, momentum or adamw.");
}
