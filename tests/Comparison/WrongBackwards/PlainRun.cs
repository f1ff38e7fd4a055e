using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>
/// One forward pass, autograd's backward and the hand-written one, with the plainest of means: the set of wrong backward
/// passes must not be judged by the engine it is to judge. Its tensors live in the caller's dispose scope.
/// </summary>
internal sealed class PlainRun
{
    private readonly PlainTrace trace;
    private readonly PlainGradients gradients;
    private readonly Dictionary<string, Tensor> before;

    private PlainRun(Computation computation, ScalarType dtype, Upstream upstream)
    {
        trace = new PlainTrace(computation.Leaves, dtype);
        computation.Forward(trace).backward();
        Names = [.. computation.Leaves.Where(leaf => leaf.Role == LeafRole.Parameter).Select(leaf => leaf.Name), .. trace.Watched];
        using var unrecorded = no_grad();
        before = trace.Order.ToDictionary(name => name, name => trace[name].detach().clone());
        gradients = new PlainGradients(trace, upstream == Upstream.Written ? null : tensor => Reference(tensor, upstream));
        computation.Backward(trace, gradients);
    }

    /// <summary>The parameters and the watched tensors.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The lines that read an upstream gradient.</summary>
    public IReadOnlyList<SourceLocation> ReadAt => gradients.ReadAt;

    /// <summary>Runs both.</summary>
    public static PlainRun Of(Computation computation, ScalarType dtype, Upstream upstream = Upstream.Written)
        => new(computation, dtype, upstream);

    /// <summary>Autograd's gradient of that tensor; null where it has none.</summary>
    public Tensor? Autograd(string name) => trace[name].grad;

    /// <summary>The hand-written gradient, of whatever shape and dtype; null where there is none.</summary>
    public Tensor? Scratch(string name) => gradients.Written(trace[name]);

    /// <summary>The lines that wrote it.</summary>
    public IEnumerable<SourceLocation> WrittenAt(string name) => gradients.WrittenAt(trace[name]);

    /// <summary>Whether backward changed that leaf, activation or kept value.</summary>
    public bool Changed(string name) => !trace[name].detach().eq(before[name]).all().item<bool>();

    /// <summary>‖scratch − autograd‖ / ‖autograd‖: 0 where neither has a gradient, +∞ where it cannot be formed.</summary>
    public double RelativeError(string name) => (Scratch(name), Autograd(name)) switch
    {
        (null, null) => 0,
        ({ } scratch, { } autograd) when scratch.shape.SequenceEqual(autograd.shape) && scratch.dtype == autograd.dtype
            => Relative(scratch, autograd),
        _ => double.PositiveInfinity,
    };

    /// <summary>‖value − truth‖ / ‖truth‖ in float64, +∞ where it is not a number.</summary>
    public static double Relative(Tensor value, Tensor truth)
    {
        var (a, b) = (value.detach().to(ScalarType.Float64), truth.detach().to(ScalarType.Float64));
        var error = (a - b).norm().item<double>() / b.norm().item<double>();
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    private static Tensor Reference(Tensor tensor, Upstream upstream)
    {
        var gradient = tensor.grad ?? throw new InvalidOperationException("Backward reads the gradient of a tensor that is not watched.");
        return upstream == Upstream.Strided
            ? stack([gradient, gradient], gradient.dim()).select(gradient.dim(), 0)
            : gradient.contiguous().clone();
    }
}
