using System.Globalization;
using ScratchVsAutograd.Scratch.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Recurrent;

/// <summary>
/// A classifier of sequences: a cell goes from x.0 to x.T−1 with one set of parameters, its states are h.0 (zeros), h.1, …, h.T, and the
/// logits, output, are linear in the last one; then cross-entropy. Backward goes through time: every step adds to the gradients of the
/// parameters.
/// </summary>
internal abstract class RecurrentNetwork : Computation
{
    private readonly int length;

    /// <summary>A network on one batch.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="parameters">See <see cref="Draw"/>.</param>
    /// <param name="X">Sequences (N, T, I).</param>
    /// <param name="y">Classes (N,), int64.</param>
    /// <param name="starts">The names of what is zero before the first step, (N, S) each.</param>
    protected RecurrentNetwork(string name, IReadOnlyList<Leaf> parameters, Tensor X, Tensor y, params string[] starts)
    {
        length = (int)X.shape[1];
        Name = name;
        var size = parameters.Single(leaf => leaf.Name == "weight_hh").Value.shape[1];
        Leaves =
        [
            .. X.unbind(1).Select((step, index) => Leaf.Input(At("x", index), step)),
            .. starts.Select(start => Leaf.Constant(At(start, 0), zeros([X.shape[0], size], X.dtype, X.device))),
            .. parameters,
            Leaf.Constant("y", y),
        ];
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves { get; }

    /// <summary>Fresh parameters, float32: Gaussian with deviation 1/√S, biases 0.</summary>
    /// <param name="seed">What draws them.</param>
    /// <param name="gates">How many parts the cell's matrices have.</param>
    /// <param name="inputs">I.</param>
    /// <param name="size">S.</param>
    /// <param name="classes">How many there are.</param>
    protected static IReadOnlyList<Leaf> Draw(long seed, int gates, long inputs, long size, long classes)
    {
        using var weights = new Weights(seed);
        var deviation = 1 / Math.Sqrt(size);
        weights.Gaussian("weight_ih", deviation, gates * size, inputs);
        weights.Gaussian("weight_hh", deviation, gates * size, size);
        weights.Constant("bias_ih", 0, gates * size);
        weights.Constant("bias_hh", 0, gates * size);
        weights.Gaussian("output.weight", deviation, classes, size);
        weights.Constant("output.bias", 0, 1, classes);
        return weights.All;
    }

    /// <inheritdoc />
    public override Tensor Forward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        for (var step = 0; step < length; step++) Step(t, step);
        return ClassLoss.Forward(t, Dense.Forward(t, "output", t[At("h", length)]));
    }

    /// <summary>The same by torch's own sequence.</summary>
    public override Tensor? ReferenceForward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var X = stack(Enumerable.Range(0, length).Select(step => t[At("x", step)]), 1);
        var H = t.Watch(At("h", length), Reference(t, X));
        return nn.functional.cross_entropy(t.Watch("output", Dense.Reference(t, "output", H)), t["y"]);
    }

    /// <inheritdoc />
    public override void Backward(Trace t, Gradients d)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(d);
        ClassLoss.Backward(t, d, t["output"]);
        Dense.Backward(t, d, "output", t[At("h", length)]);
        for (var step = length - 1; step >= 0; step--) StepBack(t, d, step);
    }

    /// <summary>Computes h.{step + 1} from x.{step} and h.{step}.</summary>
    protected abstract void Step(Trace t, int step);

    /// <summary>The gradients of what the step used, from those of what it made.</summary>
    protected abstract void StepBack(Trace t, Gradients d, int step);

    /// <summary>The last state (N, S) of sequences X (N, T, I) by torch's own module.</summary>
    protected abstract Tensor Reference(Trace t, Tensor X);

    /// <summary>Gives torch's module the parameters of this network.</summary>
    protected static void Lend(Trace t, nn.Module module)
    {
        module.to(t["weight_ih"].dtype).to(t["weight_ih"].device);
        foreach (var name in (string[])["weight_ih", "weight_hh", "bias_ih", "bias_hh"])
            module.get_parameter($"{name}_l0")!.detach().copy_(t[name].detach());
    }

    /// <summary>The name of something at a step.</summary>
    protected static string At(string name, int step) => string.Create(CultureInfo.InvariantCulture, $"{name}.{step}");
}
