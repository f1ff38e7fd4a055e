using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Experiments.Notebook;
using ScratchVsAutograd.Scratch;
using ScratchVsAutograd.Scratch.Models;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>A network that learns; where its gradients come from is what tells the learners apart.</summary>
internal abstract class Learner
{
    private readonly Batch training;
    private readonly Batch validation;
    private readonly Mlp validationNetwork;

    /// <summary>A network that has learned nothing yet.</summary>
    /// <param name="start">Its weights, which it updates in place.</param>
    /// <param name="training">The rows to learn.</param>
    /// <param name="validation">The rows to be asked about.</param>
    protected Learner(NetworkStart start, Batch training, Batch validation)
    {
        this.training = training;
        this.validation = validation;
        validationNetwork = start.On(validation);
        Network = start.On(training);
        Parameters = [.. Network.Leaves.Where(leaf => leaf.Role == LeafRole.Parameter)];
    }

    /// <summary>W1, B1, W2, …</summary>
    public IReadOnlyList<Leaf> Parameters { get; }

    /// <summary>The network on the training rows.</summary>
    protected Mlp Network { get; }

    /// <summary>Runs the network on the training rows.</summary>
    public virtual ForwardPass Forward() => RunForward(Network);

    /// <summary>How good the network is, as long as it has not learned since that pass.</summary>
    /// <param name="pass">What <see cref="Forward"/> returned.</param>
    public NetworkScore Score(ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        return new NetworkScore(
            pass.Loss.cpu().to(ScalarType.Float64).item<double>(),
            Accuracy(pass, training),
            Accuracy(RunForward(validationNetwork), validation));
    }

    /// <summary>W ← W − α ∂L/∂W for every parameter W.</summary>
    /// <param name="pass">The forward pass with the parameters as they are.</param>
    /// <param name="rate">α.</param>
    public void Learn(ForwardPass pass, double rate)
    {
        using var scope = NewDisposeScope();
        var gradients = Gradients(pass);
        using var unrecorded = no_grad();
        foreach (var (parameter, gradient) in Parameters.Zip(gradients)) parameter.Value.sub_(gradient * rate);
    }

    /// <summary>∂L/∂W of each of <see cref="Parameters"/>, in the current dispose scope.</summary>
    /// <param name="pass">The forward pass to invert.</param>
    protected abstract IReadOnlyList<Tensor> Gradients(ForwardPass pass);

    private static ForwardPass RunForward(Mlp network)
    {
        var trace = new Trace(network.Leaves);
        return new ForwardPass(trace, network.Forward(trace));
    }

    // The largest logit is the largest probability; a row with NaN, for which argmax names the NaN's column, is never right.
    private double Accuracy(ForwardPass pass, Batch batch)
    {
        var logits = pass.Trace[$"Z{Network.Depth}"];
        var right = (logits.argmax(1) == batch.Labels) & ~logits.isnan().any(1);
        return right.sum().item<long>() / (double)batch.Labels.shape[0];
    }
}
