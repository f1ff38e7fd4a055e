using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Slopes;

/// <summary>
/// The loss as a function of one tensor t, a leaf or a watched intermediate: L(t + δ), in float64, through the unchanged
/// forward pass. Its tensors live in the dispose scope in which it was made.
/// </summary>
internal sealed class LossSampler
{
    private readonly Computation computation;
    private readonly LeafCopies leaves;
    private readonly string name;

    /// <summary>Runs the forward pass once, unmoved.</summary>
    /// <param name="computation">Whose loss.</param>
    /// <param name="name">The tensor.</param>
    /// <param name="device">Where.</param>
    /// <param name="isOwner">Whether the computation's leaves are float64, on that device and nobody else's: no copies are made.</param>
    /// <exception cref="ArgumentException">There is no such leaf or watched tensor, or it is not floating point.</exception>
    public LossSampler(Computation computation, string name, Device? device = null, bool isOwner = false)
    {
        this.computation = computation;
        this.name = name;
        leaves = isOwner
            ? new LeafCopies([.. computation.Leaves.Select(leaf => (leaf, leaf.Value))])
            : LeafCopies.Of(computation.Leaves, device ?? CPU, ScalarType.Float64, inputs: false);
        using var noGrad = no_grad();
        (Loss, Value) = Unowned.By(() =>
        {
            var trace = new PerturbingTrace(leaves);
            return (Scalar(computation.Forward(trace)), Movable(name, trace).alias());
        });
        Scale = Objection is null ? TensorScale.Of(Value, leaves) : double.NaN;
    }

    /// <summary>L(t).</summary>
    public double Loss { get; }

    /// <summary>t, in float64 unless there is an <see cref="Objection"/>.</summary>
    public Tensor Value { get; }

    /// <summary>Why a small step says nothing of t: forward casts it to a dtype of fewer digits; null where it does not.</summary>
    public string? Objection => Value.dtype == ScalarType.Float64
        ? null
        : $"finite differences need {name} in float64, and forward makes it {Value.dtype.ToString().ToLowerInvariant()}.";

    /// <summary>What steps are measured in, see <see cref="TensorScale.Of"/>.</summary>
    public double Scale { get; }

    /// <summary>L(t + step · direction); NaN where forward refuses to be evaluated there.</summary>
    /// <param name="direction">Of t's shape.</param>
    /// <param name="step">Any number.</param>
    public double At(Tensor direction, double step)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        try
        {
            return Unowned.By(() => Scalar(computation.Forward(new PerturbingTrace(leaves, name, direction, step))));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Such as a check that its argument is positive: the loss has no value there, which is what NaN says.
            return double.NaN;
        }
    }

    /// <summary>
    /// Whether forward went on with the tensor it had and not with the one that Watch returned, so that moving it moves nothing: a
    /// loss that is made from NaN is NaN.
    /// </summary>
    public bool IgnoresWatch
    {
        get
        {
            using var scope = NewDisposeScope();
            return leaves.Find(name) is null && Value.numel() > 0 && At(full_like(Value, double.NaN), 1) == Loss;
        }
    }

    private Tensor Movable(string name, Trace trace)
    {
        if (leaves.Find(name) is null && !trace.Watched.Contains(name))
            throw new ArgumentException(
                $"'{name}' is neither a leaf nor a watched tensor of '{computation.Name}', so it cannot be moved; watch it, or name one of "
                + $"{string.Join(", ", leaves.Items.Select(item => item.Leaf.Name).Concat(trace.Watched))}.", nameof(name));
        var value = trace[name];
        return value.is_floating_point()
            ? value
            : throw new ArgumentException(
                $"'{name}' is {value.dtype} although all leaves were float64; only a floating-point tensor can be moved.", nameof(name));
    }

    private static double Scalar(Tensor loss)
        => loss.numel() == 1
            ? loss.to(ScalarType.Float64).item<double>()
            : throw new ArgumentException(
                $"The loss has {loss.numel()} elements, expected one; return a scalar from Forward.", nameof(loss));
}
