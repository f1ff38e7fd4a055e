using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>
/// A tensor at fault and everything known about it, in the highest precision that the computation ran in: float64, so that a
/// fit means something. Every gradient here comes from the isolated run, whose upstream gradients are right.
/// </summary>
internal sealed class Suspect
{
    private readonly Stage stage;
    private readonly PrecisionRun run;

    /// <summary>Gathers the evidence on one tensor.</summary>
    /// <param name="stage">Runs the computation again where a hypothesis wants an experiment.</param>
    /// <param name="run">The runs in the highest precision.</param>
    /// <param name="report">What was found in the working precision.</param>
    public Suspect(Stage stage, PrecisionRun run, TensorReport report)
    {
        this.stage = stage;
        this.run = run;
        Report = report;
        Value = run.IsolatedOn.Trace[Name];
        Refused = run.Isolated.Gradients.Refused(Value);
        Terms = run.Isolated.Gradients.Contributions(Value);
        Scratch = Refused is { Value: { } refused } ? refused : run.IsolatedGradient(Name);
        Autograd = run.IsolatedOn.Gradient(Name);
    }

    /// <summary>The tensor's name.</summary>
    public string Name => Report.Name;

    /// <summary>The verdict and the numbers of the working precision.</summary>
    public TensorReport Report { get; }

    /// <summary>The tensor itself.</summary>
    public Tensor Value { get; }

    /// <summary>What backward wrote, a refused gradient included; null where it wrote nothing.</summary>
    public Tensor? Scratch { get; }

    /// <summary>What autograd computed; null where it has no gradient.</summary>
    public Tensor? Autograd { get; }

    /// <summary>What backward wrote, one use of the tensor each, in order; without refused ones.</summary>
    public IReadOnlyList<Contribution> Terms { get; }

    /// <summary>A gradient that was refused for its shape or dtype, or null.</summary>
    public RefusedGradient? Refused { get; }

    /// <summary>Every named tensor of the forward pass: leaves, watched and kept ones.</summary>
    public Trace Trace => run.IsolatedOn.Trace;

    /// <summary>The computation, for its counterfactuals.</summary>
    public Computation Computation => stage.Computation;

    /// <summary>The upstream gradients that were read before this tensor was written, the latest first, with their tensors' names.</summary>
    public IReadOnlyList<(string Name, Tensor Gradient)> Upstreams
        => [.. run.Isolated.Gradients.ReadsBefore(Name)
            .Select(name => (name, Gradient: run.IsolatedOn.Gradient(name)))
            .Where(upstream => upstream.Gradient is not null)
            .Select(upstream => (upstream.name, upstream.Gradient!))];

    /// <summary>Autograd's gradient of any named tensor, or null.</summary>
    public Tensor? AutogradOf(string name) => run.IsolatedOn.Gradient(name);

    /// <summary>What the isolated backward wrote for any named tensor, or null.</summary>
    public Tensor? ScratchOf(string name) => Trace.Order.Contains(name) ? run.IsolatedGradient(name) : null;

    /// <summary>The line that wrote it, the last of several; null where nothing was written.</summary>
    public SourceLocation? Source => Report.WrittenAt.IsEmpty ? null : Report.WrittenAt[^1];

    /// <summary>Runs the isolated backward once more on changed upstream gradients.</summary>
    /// <param name="change">Applied to each upstream gradient, keeping its shape.</param>
    /// <returns>What backward then writes for this tensor; null where it writes nothing.</returns>
    public Tensor? WithUpstream(Func<Tensor, Tensor> change)
        => BackwardRun.Of(stage.Computation, run.IsolatedOn, Upstream.IsolatedAs(change)).Gradients.Find(Value);

    /// <summary>Runs another computation on this one's leaves, in the same precision.</summary>
    public PrecisionRun Run(Computation variant) => PrecisionRun.Of(stage.For(variant), run.Dtype);
}
