using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>Everything run in one precision: autograd, and the hand-written backward chained and isolated.</summary>
internal sealed class PrecisionRun
{
    private readonly AutogradRun isolatedOn;
    private readonly Lazy<CutRun> cut;

    private readonly HashSet<string> written;
    private IReadOnlyList<string>? finite;

    private PrecisionRun(
        Coverage coverage, ScalarType dtype, AutogradRun autograd, Activations before, BackwardRun chained, AutogradRun isolatedOn,
        BackwardRun isolated, Lazy<CutRun> cut)
    {
        this.cut = cut;
        this.isolatedOn = isolatedOn;
        Dtype = dtype;
        Autograd = autograd;
        Before = before;
        Chained = chained;
        Isolated = isolated;
        written = chained.Gradients.WriteOrder.Concat(isolated.Gradients.WriteOrder).ToHashSet(StringComparer.Ordinal);
        var differentiable = autograd.Differentiable.ToHashSet(StringComparer.Ordinal);
        var watched = autograd.Trace.Watched.ToHashSet(StringComparer.Ordinal);
        Compared =
        [
            .. autograd.Trace.Order.Where(name => written.Contains(name)
                ? differentiable.Contains(name) || IsLeaf(name) || watched.Contains(name) || autograd.Gradient(name) is not null || IsRefused(name)
                : differentiable.Contains(name) && coverage.IsOwed(name)),
        ];
        WritesBesideTheGraph = written.Any(name => watched.Contains(name) && !differentiable.Contains(name));
    }

    /// <summary>The precision.</summary>
    public ScalarType Dtype { get; }

    /// <summary>The forward pass and autograd's gradients.</summary>
    public AutogradRun Autograd { get; }

    /// <summary>How the forward pass's tensors were before the chained backward ran on them.</summary>
    public Activations Before { get; }

    /// <summary>The hand-written backward on what it wrote itself.</summary>
    public BackwardRun Chained { get; }

    /// <summary>The hand-written backward on autograd's upstream gradients.</summary>
    public BackwardRun Isolated { get; }

    /// <summary>The forward pass that the isolated backward inverted.</summary>
    public AutogradRun IsolatedOn => isolatedOn;

    /// <summary>
    /// The names of the tensors whose gradients are compared, in graph order: all that backward owes, and all that it writes besides,
    /// but for kept values that the loss does not depend on.
    /// </summary>
    public IReadOnlyList<string> Compared { get; }

    /// <summary>Whether backward writes the gradient of a watched tensor for which autograd keeps none.</summary>
    public bool WritesBesideTheGraph { get; }

    /// <summary>The kept values whose gradients backward writes although the loss is not made from them.</summary>
    public IEnumerable<string> WrittenInVain => written.Except(Compared, StringComparer.Ordinal);

    /// <summary>One more forward pass, cut at every watched tensor; run when it is first asked for, in the caller's dispose scope.</summary>
    public CutRun Cut => cut.Value;

    /// <summary>The names of the floating-point tensors of the isolated run's forward pass in which all is finite.</summary>
    public IReadOnlyList<string> Finite => finite ??= [.. isolatedOn.Trace.Order.Where(name => IsFinite(isolatedOn.Trace[name]))];

    /// <summary>Runs all three.</summary>
    /// <param name="stage">What is run.</param>
    /// <param name="dtype">In which precision.</param>
    /// <param name="jitter">Moves the leaves, or null.</param>
    public static PrecisionRun Of(Stage stage, ScalarType dtype, LeafJitter? jitter = null)
    {
        var autograd = stage.Run(dtype, jitter);
        var before = new Activations(autograd);
        var chained = BackwardRun.Of(stage.Computation, autograd, Upstream.Chained);
        // A backward that left a mark on the activations must not be judged on them a second time.
        var isolatedOn = before.Changed().Any() ? stage.Run(dtype, jitter) : autograd;
        var isolated = BackwardRun.Of(stage.Computation, isolatedOn, Upstream.Isolated);
        return new PrecisionRun(stage.Coverage, dtype, autograd, before, chained, isolatedOn, isolated, new(() => stage.Cut(dtype)));
    }

    /// <summary>Whether backward writes, or tries to write, the gradient of that tensor.</summary>
    public bool Writes(string name) => written.Contains(name);

    /// <summary>What the chained backward wrote for that tensor; null where it wrote nothing.</summary>
    public Tensor? ChainedGradient(string name) => Chained.Gradients.Find(Autograd.Trace[name]);

    /// <summary>What the isolated backward wrote for that tensor; null where it wrote nothing.</summary>
    public Tensor? IsolatedGradient(string name) => Isolated.Gradients.Find(isolatedOn.Trace[name]);

    /// <summary>Both sides' gradients of that tensor; null where one is absent.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="isolated">Of the isolated run, or of the chained one.</param>
    public GradientPair? Pair(string name, bool isolated)
    {
        var scratch = isolated ? IsolatedGradient(name) : ChainedGradient(name);
        var autograd = isolated ? isolatedOn.Gradient(name) : Autograd.Gradient(name);
        return scratch is null || autograd is null ? null : new GradientPair(scratch, autograd);
    }

    private static bool IsFinite(Tensor tensor)
    {
        if (!tensor.is_floating_point()) return false;
        using var scope = NewDisposeScope();
        return tensor.isfinite().all().item<bool>();
    }

    private bool IsLeaf(string name) => Autograd.Leaves.Find(name) is not null;

    private bool IsRefused(string name) => Chained.Gradients.Refused(Autograd.Trace[name]) is not null;
}
