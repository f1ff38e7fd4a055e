using ScratchVsAutograd.Scratch.Optimizers;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>A copy of a computation's parameters that learns; where its gradients come from is what tells the learners apart.</summary>
internal abstract class Learner
{
    /// <summary>A copy that has learned nothing yet, in the caller's dispose scope.</summary>
    /// <param name="subject">What it learns.</param>
    protected Learner(TrainingSubject subject)
    {
        Subject = subject;
        Parameters = subject.Training.FreshParameters();
    }

    /// <summary>What it learns.</summary>
    public TrainingSubject Subject { get; }

    /// <summary>Its own, such as W1, B1, W2, …; updated in place.</summary>
    public IReadOnlyList<Leaf> Parameters { get; }

    /// <summary>How well it does on all training rows, and on the validation rows.</summary>
    public Score Score()
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        var trained = Subject.Training.Forward(Parameters);
        var validated = Subject.Validation(trained)?.Forward(Parameters);
        return new Score(
            trained.Loss.cpu().to(ScalarType.Float64).item<double>(),
            [.. Subject.Measures.Select(measure => measure.Of((measure.IsOfValidation ? validated! : trained).Trace))]);
    }

    /// <summary>What updates its parameters, in the caller's dispose scope.</summary>
    public Optimizer UpdatedBy(TrainingOptions options)
        => options.Rule.For(Parameters.Select(parameter => parameter.Value), options.LearningRate);

    /// <summary>Updates every parameter by its gradient.</summary>
    /// <param name="batch">What the gradient is computed on.</param>
    /// <param name="optimizer">Of these parameters.</param>
    public void Learn(TrainedComputation batch, Optimizer optimizer)
    {
        using var scope = NewDisposeScope();
        var gradients = Gradients(batch);
        using var unrecorded = no_grad();
        optimizer.Step(gradients);
    }

    /// <summary>
    /// ∂L/∂W of each of <see cref="Parameters"/>, in the current dispose scope; null where the loss does not depend on it.
    /// </summary>
    /// <param name="batch">What the loss is computed on.</param>
    protected abstract IReadOnlyList<Tensor?> Gradients(TrainedComputation batch);
}
