using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
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
    // Formulas are tried in pairs of names: of a long computation only the names near the tensor are, and those of constants.
    private const int MostNamed = 40;

    // A backward with variables of its own reads nothing; what it goes on from was written just before.
    private const int MostUnread = 4;
    private const int MostUpstreams = 8;

    private readonly Stage stage;
    private readonly int? term;
    private readonly Lazy<IReadOnlyList<Use>> uses;

    /// <summary>Gathers the evidence on one tensor.</summary>
    /// <param name="stage">Runs the computation again where a hypothesis wants an experiment.</param>
    /// <param name="run">The runs in the highest precision.</param>
    /// <param name="report">What was found in the working precision.</param>
    /// <param name="budget">How long it may be examined; null for as long as it takes.</param>
    /// <param name="later">
    /// Holds what is made when it is first asked for, as the tensor's uses cost another pass of a large computation; null to make all at
    /// once.
    /// </param>
    public Suspect(Stage stage, PrecisionRun run, TensorReport report, Budget? budget = null, HeldTensors? later = null)
    {
        this.stage = stage;
        Budget = budget ?? Budget.Unlimited;
        Runs = run;
        Report = report;
        Value = run.IsolatedOn.Trace[Name];
        Refused = run.Isolated.Gradients.Refused(Value);
        Terms = run.Isolated.Gradients.Contributions(Value);
        Scratch = Refused is { Value: { } refused } ? refused : run.IsolatedGradient(Name);
        Autograd = run.IsolatedOn.Gradient(Name);
        uses = later is null ? new(Use.Of(run, Name)) : new(() => later.Of(() => Use.Of(run, Name)));
        Source = Report.FaultAt ?? (Report.WrittenAt.IsEmpty ? null : Report.WrittenAt[^1]);
        Pair = Differing();
    }

    private Suspect(Suspect whole, int index)
    {
        stage = whole.stage;
        LookedUp = whole.LookedUp;
        Budget = whole.Budget;
        OtherLeaves = whole.OtherLeaves;
        term = index;
        Runs = whole.Runs;
        Report = whole.Report;
        Value = whole.Value;
        Terms = [whole.Terms[index]];
        Scratch = Terms[0].Value;
        Autograd = whole.Terms.Where((_, other) => other != index).Aggregate(whole.Autograd!, (rest, other) => rest - other.Value);
        uses = new([]);
        Source = Terms[0].WrittenAt;
        Pair = Differing();
    }

    /// <summary>
    /// How long it may still be examined. <see cref="Match"/> and every further run end a hypothesis where it is spent; one that works
    /// for long without either calls <see cref="Budget.Check"/> itself.
    /// </summary>
    public Budget Budget { get; }

    /// <summary>What signatures have measured of it.</summary>
    public GradientUnderTest.Measures Measured { get; } = new();

    /// <summary>What was looked up for an explanation, to be tried on the whole of what this is a sample of.</summary>
    public Dictionary<Explanation, Lookup.LookedUp> LookedUp { get; } = [];

    /// <summary>The same term of the whole; the whole gradient where this is no term.</summary>
    public Suspect? PartOf(Suspect whole) => term is { } index ? whole.TermByTerm().ElementAtOrDefault(index) : whole;

    /// <summary>Whether this is one of several terms, not the whole gradient.</summary>
    public bool IsTerm => term is not null;

    /// <summary>The tensor's name.</summary>
    public string Name => Report.Name;

    /// <summary>The verdict and the numbers of the working precision.</summary>
    public TensorReport Report { get; }

    /// <summary>The runs that everything here comes from.</summary>
    public PrecisionRun Runs { get; }

    /// <summary>The tensor itself.</summary>
    public Tensor Value { get; }

    /// <summary>What backward wrote, a refused gradient included; null where it wrote nothing.</summary>
    public Tensor? Scratch { get; }

    /// <summary>What autograd computed; null where it has no gradient.</summary>
    public Tensor? Autograd { get; }

    /// <summary>
    /// Both gradients, where they are of one shape and dtype, finite, not empty, and really differ: what a formula can be sought for.
    /// </summary>
    public (Tensor Scratch, Tensor Autograd)? Pair { get; }

    /// <summary>What backward wrote, one use of the tensor each, in order; without refused ones.</summary>
    public IReadOnlyList<Contribution> Terms { get; }

    /// <summary>
    /// What autograd sends back through each use of the tensor; they sum up to its gradient. Empty where that cannot be told.
    /// </summary>
    public IReadOnlyList<Use> Uses => uses.Value;

    /// <summary>A gradient that was refused for its shape or dtype, or null.</summary>
    public RefusedGradient? Refused { get; }

    /// <summary>Every named tensor of the forward pass: leaves, watched and kept ones.</summary>
    public Trace Trace => Runs.IsolatedOn.Trace;

    /// <summary>The computation, for its counterfactuals.</summary>
    public Computation Computation => stage.Computation;

    /// <summary>
    /// The upstream gradients that were read, or written and gone on from, before this tensor was written, the latest first, with their
    /// tensors' names.
    /// </summary>
    public IReadOnlyList<(string Name, Tensor Gradient)> Upstreams
        => [.. Runs.IsolatedNotes.ReadsBefore(Name).Concat(Runs.IsolatedNotes.UnreadBefore(Name).Take(MostUnread))
            .Select(name => (name, Gradient: Runs.IsolatedOn.Gradient(name)))
            .Where(upstream => upstream.Gradient is not null)
            .Select(upstream => (upstream.name, upstream.Gradient!))];

    /// <summary>
    /// The tensors whose gradients it can have been made from, nearer ones first: what it was used for, and what was read before it was
    /// written.
    /// </summary>
    public IReadOnlyList<string> MadeFrom
        => [.. Uses.Where(use => !use.IsLoss).Select(use => use.Consumer).Concat(Upstreams.Select(upstream => upstream.Name))
            .Where(name => name != Name).Distinct(StringComparer.Ordinal).Take(MostUpstreams)
            .Where(name => AutogradOf(name) is { } gradient && gradient.isfinite().all().item<bool>())];

    /// <summary>The named tensors that a formula can contain: floating point and finite, detached, with their names.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Named => [.. Near(Runs.Finite).Select(name => (name, Trace[name].detach()))];

    /// <summary>Autograd's gradient of any named tensor, or null.</summary>
    public Tensor? AutogradOf(string name) => Runs.IsolatedOn.Gradient(name);

    /// <summary>What the isolated backward wrote for any named tensor, or null.</summary>
    public Tensor? ScratchOf(string name) => Trace.Order.Contains(name) ? Runs.IsolatedGradient(name) : null;

    /// <summary>The line that wrote it, the last of several; null where nothing was written.</summary>
    public SourceLocation? Source { get; }

    /// <summary>
    /// The same tensor with one of several terms in the dock: what backward wrote in that term, against what autograd's gradient
    /// leaves for it once the other terms are taken away.
    /// </summary>
    public IEnumerable<Suspect> TermByTerm()
        => Terms.Count < 2 || Autograd is null || Refused is not null ? [] : Terms.Select((_, index) => new Suspect(this, index));

    /// <summary>Runs the isolated backward once more on changed upstream gradients.</summary>
    /// <param name="change">Applied to each upstream gradient, keeping its shape.</param>
    /// <returns>What backward then writes for this tensor; null where it writes nothing.</returns>
    public Tensor? WithUpstream(Func<Tensor, Tensor> change) => WithUpstream((_, gradient) => change(gradient));

    /// <summary>The same, where the change depends on whose gradient it is.</summary>
    /// <param name="change">Given a tensor's name and its gradient; keeps the shape.</param>
    public Tensor? WithUpstream(Func<string, Tensor, Tensor> change)
    {
        Budget.Check();
        var gradients = BackwardRun.Of(stage.Computation, Runs.IsolatedOn, Upstream.IsolatedAs(change)).Gradients;
        if (term is not { } index) return gradients.Find(Value);
        return gradients.Contributions(Value) is var terms && index < terms.Count ? terms[index].Value : null;
    }

    /// <summary>Runs another computation on this one's leaves, in the same precision.</summary>
    public PrecisionRun Run(Computation variant) => PrecisionRun.Of(stage.For(variant), Runs.Dtype);

    /// <summary>The same tensor on leaves a thousand times smaller, in this dispose scope; null where that proves nothing.</summary>
    public Suspect? Shrunk
    {
        get
        {
            var smaller = stage.For(LeafVariation.Shrunk.Of(stage.Computation));
            return Attempt.At(() => In(smaller, PrecisionRun.Of(smaller, Runs.Dtype)));
        }
    }

    /// <summary>The same tensor, or term, in other runs; null where they do not have it, or stopped before it.</summary>
    /// <param name="other">What was run.</param>
    /// <param name="run">Its runs.</param>
    public Suspect? In(Stage other, PrecisionRun run)
    {
        if (!run.IsolatedOn.Trace.Order.Contains(Name)) return null;
        var whole = new Suspect(other, run, Report, Budget);
        if (term is not { } index) return whole;
        return whole.TermByTerm().ElementAtOrDefault(index);
    }

    /// <summary>The computation on other leaf values, run when they are asked for; null where there are none.</summary>
    public FreshRuns? OtherLeaves { get; set; }

    /// <summary>Of names in graph order, those that a formula for this tensor may contain, in that order.</summary>
    public IEnumerable<string> Near(IReadOnlyList<string> names)
    {
        if (names.Count <= MostNamed) return names;
        var places = Trace.Order.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        var near = names.OrderBy(name => Math.Abs(places[name] - places[Name])).Take(MostNamed)
            .Concat(Computation.Leaves.Where(leaf => leaf.Role == LeafRole.Constant).Select(leaf => leaf.Name))
            .ToHashSet(StringComparer.Ordinal);
        return names.Where(near.Contains);
    }

    private (Tensor Scratch, Tensor Autograd)? Differing()
        => Refused is null && Scratch is { } scratch && Autograd is { } autograd && Match.IsComparable(scratch, autograd)
            && !Match.Explains(scratch, autograd)
            ? (scratch.detach(), autograd.detach())
            : null;
}
