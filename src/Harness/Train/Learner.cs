using System.Collections.Immutable;
using ScratchVsAutograd.Scratch.Optimizers;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>A copy of a computation's parameters that learns; where its gradients come from is what tells the learners apart.</summary>
internal abstract class Learner
{
    private readonly TrainingSubject subject;
    private readonly ImmutableArray<Leaf> training;
    private readonly ImmutableArray<Leaf> validation;

    /// <summary>A copy that has learned nothing yet, in the caller's dispose scope.</summary>
    /// <param name="subject">What it learns.</param>
    protected Learner(TrainingSubject subject)
    {
        this.subject = subject;
        Parameters = subject.Training.FreshParameters();
        training = subject.Training.With(Parameters);
        validation = subject.Validation?.With(Parameters) ?? [];
    }

    /// <summary>Its own, such as W1, B1, W2, …; updated in place.</summary>
    public IReadOnlyList<Leaf> Parameters { get; }

    /// <summary>Runs the computation on the training data.</summary>
    public virtual ForwardPass Forward() => subject.Training.Forward(training);

    /// <summary>How well it does, as long as it has not learned since that pass.</summary>
    /// <param name="pass">What <see cref="Forward"/> returned.</param>
    public Score Score(ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        var validated = subject.Validation?.Forward(validation);
        return new Score(
            pass.Loss.cpu().to(ScalarType.Float64).item<double>(),
            [.. subject.Measures.Select(measure => measure.Of((measure.IsOfValidation ? validated! : pass).Trace))]);
    }

    /// <summary>What updates its parameters, in the caller's dispose scope.</summary>
    public Optimizer UpdatedBy(TrainingOptions options)
        => options.Rule.For(Parameters.Select(parameter => parameter.Value), options.LearningRate);

    /// <summary>Updates every parameter by its gradient.</summary>
    /// <param name="pass">The forward pass with the parameters as they are.</param>
    /// <param name="optimizer">Of these parameters.</param>
    public void Learn(ForwardPass pass, Optimizer optimizer)
    {
        using var scope = NewDisposeScope();
        var gradients = Gradients(pass);
        using var unrecorded = no_grad();
        optimizer.Step(gradients);
    }

    /// <summary>
    /// ∂L/∂W of each of <see cref="Parameters"/>, in the current dispose scope; null where the loss does not depend on it.
    /// </summary>
    /// <param name="pass">The forward pass to invert.</param>
    protected abstract IReadOnlyList<Tensor?> Gradients(ForwardPass pass);

    /// <summary>What is written by hand.</summary>
    protected Gradients Backward(ForwardPass pass) => subject.Training.Backward(pass);
}
