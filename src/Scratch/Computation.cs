using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd;

/// <summary>
/// A scalar loss and its gradients written by hand: the contract between the two sides. One unchanged
/// <see cref="Forward"/> serves every run: with gradients retained, in another dtype, or with a tensor perturbed.
/// </summary>
public abstract class Computation
{
    /// <summary>The name in reports, such as <c>notebook</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What the computation starts from; the same tensors every time it is asked.</summary>
    public abstract IReadOnlyList<Leaf> Leaves { get; }

    /// <summary>Variants whose agreement would prove a cause.</summary>
    public virtual IEnumerable<Counterfactual> Counterfactuals => [];

    /// <summary>Computes the loss, touching leaves only through the trace.</summary>
    /// <param name="t">Hands out the leaves and takes the names of the intermediates.</param>
    /// <returns>The loss: one element, floating point.</returns>
    public abstract Tensor Forward(Trace t);

    /// <summary>
    /// The same loss by other functions, so that a forward pass that is wrong itself is noticed: gradients of a wrong loss may agree
    /// to the last digit. What it names as <see cref="Forward"/> does is compared too.
    /// </summary>
    /// <param name="t">A trace of its own, with the same leaves.</param>
    /// <returns>The loss, or null where there is no independent way to it.</returns>
    public virtual Tensor? ReferenceForward(Trace t) => null;

    /// <summary>Writes dL/dt by hand for each parameter and watched tensor t, in reverse order of the forward pass.</summary>
    /// <param name="t">The trace of the forward pass being inverted.</param>
    /// <param name="d">Where the gradients go, and where those of later tensors are read.</param>
    public abstract void Backward(Trace t, Gradients d);

    /// <summary>The short form, for one function.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="leaves">What the computation starts from.</param>
    /// <param name="forward">See <see cref="Forward"/>.</param>
    /// <param name="backward">See <see cref="Backward"/>.</param>
    /// <param name="reference">See <see cref="ReferenceForward"/>; null where there is none.</param>
    public static Computation From(
        string name, IReadOnlyList<Leaf> leaves, Func<Trace, Tensor> forward, Action<Trace, Gradients> backward,
        Func<Trace, Tensor>? reference = null)
        => new DelegateComputation(name, leaves, forward, backward, reference);

    /// <summary>
    /// The short form, for one op: forward returns the op's output Y, of any shape, and the loss is Σ R ∘ Y with a Gaussian R, the
    /// same every time. The report calls them <c>output</c>, unless forward watched Y under a name of its own, and <c>upstream</c>.
    /// </summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="leaves">The op's arguments.</param>
    /// <param name="forward">Y, from the trace's leaves; called once more here, for its shape.</param>
    /// <param name="backward">
    /// Given the trace, the side dictionary and Y, writes the gradients of the leaves; <c>d[Y]</c> is the upstream gradient.
    /// </param>
    /// <param name="reference">Y by other functions, to check forward too; null where there are none.</param>
    /// <exception cref="ArgumentException">Y is no floating-point tensor.</exception>
    public static Computation FromOp(
        string name, IReadOnlyList<Leaf> leaves, Func<Trace, Tensor> forward, Action<Trace, Gradients, Tensor> backward,
        Func<Trace, Tensor>? reference = null)
        => new OpComputation(name, leaves, forward, backward, reference);

    private sealed class DelegateComputation(
        string name, IReadOnlyList<Leaf> leaves, Func<Trace, Tensor> forward, Action<Trace, Gradients> backward,
        Func<Trace, Tensor>? reference) : Computation
    {
        public override string Name => name;

        public override IReadOnlyList<Leaf> Leaves => leaves;

        public override Tensor Forward(Trace t) => forward(t);

        public override void Backward(Trace t, Gradients d) => backward(t, d);

        public override Tensor? ReferenceForward(Trace t) => reference?.Invoke(t);
    }
}
