using ScratchVsAutograd.Comparison.Numerics;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>Everything run in one precision: autograd, and the hand-written backward chained and isolated.</summary>
/// <remarks>
/// Of a large computation not all of it need be in memory: what has been let go of runs again for whoever asks then.
/// </remarks>
internal sealed class PrecisionRun
{
    // What counts as large, in elements of named tensors: where a run costs little, none is let go of.
    private const long Large = 1 << 20;

    /// <summary>Below this, float32 runs out of exponents.</summary>
    private const double Underflow = 1e-30;

    private readonly Dictionary<(string, bool), bool> agreeing = [];
    private readonly Tensor anchor = empty(0);
    private readonly Stage stage;
    private readonly LeafJitter? jitter;
    private readonly HashSet<string> written;
    private readonly bool isSpoilt;
    private bool isIsolatedKnown;
    private string? isolatedFailure;
    private bool isLent;
    private readonly bool isLetGoOf;
    private AutogradRun? reference;
    private AutogradRun? isolatedOn;
    private BackwardRun? chained;
    private BackwardRun? isolated;
    private CutRun? cut;
    private BackwardNotes? isolatedNotes;
    private Dictionary<string, (Tensor? Chained, Tensor? Isolated, Tensor? Autograd)>? kept;
    private IReadOnlyList<string>? finite;

    private PrecisionRun(Stage stage, ScalarType dtype, LeafJitter? jitter, bool isLent, First isolatedRun)
    {
        (this.stage, this.jitter, this.isLent, Dtype) = (stage, jitter, isLent, dtype);
        reference = isolatedOn = stage.Run(dtype, jitter);
        Before = new Activations(reference);
        chained = Backward(reference, Upstream.Chained);
        (Failure, Loss, ChainedNotes) = (chained.Failure, reference.Loss, chained.Gradients.Notes);
        (Names, Elements) = (reference.Trace.Order.Count, reference.Trace.Order.Sum(name => reference.Trace[name].numel()));
        // Of a large computation, what has been compared is let go of before the next backward runs.
        isIsolatedKnown = isolatedRun == First.InOrder || (isolatedRun == First.Gapped && !IsLarge);
        Sizes = [.. reference.Trace.Order.SelectMany(name => reference.Trace[name].shape).Distinct()];
        IsGapped = isolatedRun == First.Gapped;
        if (isIsolatedKnown) isolated = Backward(reference, IsGapped ? Gapped : OnAutograds);
        Marked = [.. Before.Changed()];
        isSpoilt = isolated is not null && isLent && IsSpoilt(isolated);
        if (Marked.Count > 0 && isIsolatedKnown)
        {
            // A backward that left a mark on the activations must not be judged on them a second time.
            isolatedOn = stage.Run(dtype, jitter);
            isolated = Backward(isolatedOn, OnAutograds);
            IsGapped = false;
            isSpoilt |= isLent && IsSpoilt(isolated);
        }

        if (Marked.Count > 0 && !isIsolatedKnown) isolatedOn = stage.Run(dtype, jitter);
        isLetGoOf = Marked.Count == 0 && IsLarge;
        (isolatedNotes, isolatedFailure) = (isolated?.Gradients.Notes, isolated?.Failure);
        written = ChainedNotes.WriteOrder.Concat(isolatedNotes?.WriteOrder ?? []).ToHashSet(StringComparer.Ordinal);
        var differentiable = reference.Differentiable.ToHashSet(StringComparer.Ordinal);
        var watched = reference.Trace.Watched.ToHashSet(StringComparer.Ordinal);
        Compared =
        [
            .. reference.Trace.Order.Where(name => written.Contains(name)
                ? differentiable.Contains(name) || IsLeaf(name) || watched.Contains(name) || reference.Gradient(name) is not null
                    || IsRefused(name)
                : differentiable.Contains(name) && stage.Coverage.IsOwed(name)),
        ];
        WritesBesideTheGraph = written.Any(name => watched.Contains(name) && !differentiable.Contains(name));
    }

    /// <summary>The precision.</summary>
    public ScalarType Dtype { get; }

    /// <summary>The forward pass and autograd's gradients.</summary>
    public AutogradRun Autograd => reference ??= isolatedOn = Again(() => stage.Run(Dtype, jitter));

    /// <summary>How the forward pass's tensors were before the chained backward ran on them.</summary>
    public Activations Before { get; }

    /// <summary>The names of the forward pass's tensors that are not what they were any more after it had run.</summary>
    public IReadOnlyList<string> Marked { get; private set; }

    /// <summary>
    /// Whether the isolated backward was handed upstream gradients with gaps between their elements, by a random generator in another
    /// state: one that is right all the same has been repeated, and does not depend on the layout.
    /// </summary>
    public bool IsGapped { get; private set; }

    /// <summary>The hand-written backward on what it wrote itself.</summary>
    public BackwardRun Chained => chained ??= Again(() => Backward(Autograd, Upstream.Chained));

    /// <summary>The hand-written backward on autograd's upstream gradients.</summary>
    public BackwardRun Isolated => isolated ??= Noted(Again(IsolatedAgain));

    /// <summary>How many tensors forward names.</summary>
    public int Names { get; }

    /// <summary>How many elements those have.</summary>
    public long Elements { get; }

    /// <summary>How long their axes are, each size once.</summary>
    public IReadOnlyList<long> Sizes { get; }

    /// <summary>Whether those are many, so that what is run again costs.</summary>
    public bool IsLarge => Elements > Large;

    /// <summary>The loss.</summary>
    public double Loss { get; }

    /// <summary>What the chained backward read and wrote, by name.</summary>
    public BackwardNotes ChainedNotes { get; }

    /// <summary>What the isolated backward read and wrote, by name.</summary>
    public BackwardNotes IsolatedNotes => isolatedNotes ??= Isolated.Gradients.Notes;

    /// <summary>Why the chained backward stopped half-way, in a sentence with its line; null where it ran to its end.</summary>
    public string? Failure { get; }

    /// <summary>The same of the isolated backward.</summary>
    public string? IsolatedFailure => isIsolatedKnown ? isolatedFailure : Isolated.Failure;

    /// <summary>The forward pass that the isolated backward inverted.</summary>
    public AutogradRun IsolatedOn => isolatedOn ?? Autograd;

    /// <summary>
    /// The names of the tensors whose gradients are compared, in graph order: all that backward owes, and all that it writes besides,
    /// but for kept values that the loss does not depend on.
    /// </summary>
    public IReadOnlyList<string> Compared { get; }

    /// <summary>Whether backward writes the gradient of a watched tensor for which autograd keeps none.</summary>
    public bool WritesBesideTheGraph { get; }

    /// <summary>The kept values whose gradients backward writes although the loss is not made from them.</summary>
    public IEnumerable<string> WrittenInVain => written.Except(Compared, StringComparer.Ordinal);

    /// <summary>
    /// One more forward pass, cut at every watched tensor; run when it is first asked for, in the caller's dispose scope.
    /// </summary>
    public CutRun Cut => cut ??= stage.Cut(Dtype);

    /// <summary>The names of the floating-point tensors of the isolated run's forward pass in which all is finite.</summary>
    public IReadOnlyList<string> Finite
        => finite ??= [
            .. IsolatedOn.Trace.Order.Where(
                name => IsolatedOn.Trace[name] is var tensor && tensor.is_floating_point() && Numerics.Finite.All(tensor))];

    // Copies, and nobody's gradient but the reader's: what backward does to them, it does in the chained run to its own.
    private static Upstream Gapped { get; } = Upstream.IsolatedAs(Upstream.WithGaps) with { IsObserved = false };

    private Upstream OnAutograds => Upstream.Isolated with { Lends = isLent };

    /// <summary>Runs all three.</summary>
    /// <param name="stage">What is run.</param>
    /// <param name="dtype">In which precision.</param>
    /// <param name="jitter">Moves the leaves, or null.</param>
    public static PrecisionRun Of(Stage stage, ScalarType dtype, LeafJitter? jitter = null)
        => new PrecisionRun(stage, dtype, jitter, isLent: true, First.InOrder).Unspoilt(First.InOrder);

    /// <summary>Runs all three, the isolated backward as the strictest test of a right one: see <see cref="IsGapped"/>.</summary>
    /// <param name="stage">What is run.</param>
    /// <param name="dtype">In which precision.</param>
    public static PrecisionRun Strictly(Stage stage, ScalarType dtype)
        => new PrecisionRun(stage, dtype, jitter: null, isLent: true, First.Gapped).Unspoilt(First.InOrder);

    /// <summary>Runs all in another precision, the isolated backward when it is asked for.</summary>
    /// <param name="other">The stage, which may cover more by now.</param>
    /// <param name="dtype">The precision.</param>
    public PrecisionRun In(Stage other, ScalarType dtype)
        => new PrecisionRun(other, dtype, jitter: null, isLent, First.WhenAsked).Unspoilt(First.InOrder);

    /// <summary>Runs the isolated backward once more as usual: its upstream gradients lie in memory in order.</summary>
    public void IsolateInOrder()
    {
        if (!IsGapped) return;
        IsGapped = false;
        isolated = null;
        _ = Isolated;
        Marked = [.. Before.Changed()];
    }

    /// <summary>Lets go of what the chained backward wrote, where that is much.</summary>
    public void LetGoOfChained() => chained = isLetGoOf ? null : chained;

    /// <summary>Lets go of what the isolated backward wrote, where that is much.</summary>
    public void LetGoOfIsolated() => isolated = isLetGoOf ? null : isolated;

    /// <summary>Lets go of everything, where that is much.</summary>
    public void LetGo()
    {
        if (!isLetGoOf) return;
        (reference, isolatedOn, chained, isolated, cut, kept) = (null, null, null, null, null, null);
        Before.LetGo();
    }

    /// <summary>Lets go of everything but some gradients, where that is much.</summary>
    /// <param name="chained">The names of those that are kept, autograd's and those of the chained run.</param>
    /// <param name="isolated">The names of those of which that of the isolated run is kept, too.</param>
    public void KeepGradients(Func<string, bool> chained, Func<string, bool> isolated)
    {
        if (!isLetGoOf) return;
        var gradients = Compared.Where(name => chained(name) || isolated(name)).ToDictionary(
            name => name, name => (ChainedGradient(name), isolated(name) ? IsolatedGradient(name) : null, Autograd.Gradient(name)),
            StringComparer.Ordinal);
        LetGo();
        kept = gradients;
    }

    /// <summary>Whether backward writes, or tries to write, the gradient of that tensor.</summary>
    public bool Writes(string name) => written.Contains(name);

    /// <summary>What the chained backward wrote for that tensor; null where it wrote nothing.</summary>
    public Tensor? ChainedGradient(string name)
        => kept is not null && kept.TryGetValue(name, out var gradients) ? gradients.Chained : Chained.Gradients.Find(Autograd.Trace[name]);

    /// <summary>What the isolated backward wrote for that tensor; null where it wrote nothing.</summary>
    public Tensor? IsolatedGradient(string name)
        => kept is not null && kept.TryGetValue(name, out var gradients) && gradients.Isolated is { } gradient
            ? gradient
            : Isolated.Gradients.Find(IsolatedOn.Trace[name]);

    /// <summary>Autograd's gradient of that tensor, or null where it has none.</summary>
    public Tensor? Gradient(string name)
        => kept is not null && kept.TryGetValue(name, out var gradients) ? gradients.Autograd : Autograd.Gradient(name);

    /// <summary>
    /// Whether both sides' gradients agree by the tensor's own scale; false where one is absent, or all is too small to tell.
    /// </summary>
    /// <param name="name">The tensor.</param>
    /// <param name="isolated">Of the isolated run, or of the chained one.</param>
    /// <param name="ofItsScale">The largest difference allowed, as a part of autograd's largest element.</param>
    public bool Agrees(string name, bool isolated, double ofItsScale)
    {
        if (agreeing.TryGetValue((name, isolated), out var known)) return known;
        var scale = Pair(name, isolated) is { Autograd: var autograd } && autograd.numel() > 0 ? Magnitude.Of(autograd) : 0;
        return agreeing[(name, isolated)] = scale > Underflow && Pair(name, isolated) is var (scratch, expected)
            && Magnitude.OfDifference(scratch, expected) <= ofItsScale * scale;
    }

    /// <summary>Both sides' gradients of that tensor; null where one is absent.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="isolated">Of the isolated run, or of the chained one.</param>
    public GradientPair? Pair(string name, bool isolated)
    {
        var scratch = isolated ? IsolatedGradient(name) : ChainedGradient(name);
        var autograd = isolated && kept?.ContainsKey(name) != true ? IsolatedOn.Gradient(name) : Gradient(name);
        return scratch is null || autograd is null ? null : new GradientPair(scratch, autograd);
    }

    // What was lent to a backward that changes it is nobody's gradient any more.
    private PrecisionRun Unspoilt(First isolatedRun)
        => isSpoilt ? new PrecisionRun(stage, Dtype, jitter, isLent: false, isolatedRun) : this;

    private static bool IsSpoilt(BackwardRun run) => run.Gradients.ChangedUpstreams().Any();

    // It serves others than the one who happens to ask. So it lives as long as the first runs do; of a large computation, as long as
    // somebody can reach it.
    private T Again<T>(Func<T> run)
    {
        using var scope = NewDisposeScope();
        var made = run();
        var tensors = scope.DisposablesView.OfType<Tensor>().ToList();
        scope.Detach(scope.DisposablesView);
        if (isLetGoOf) return made;
        foreach (var tensor in tensors) tensor.MoveToOtherDisposeScope(anchor);
        return made;
    }

    private BackwardRun Backward(AutogradRun on, Upstream upstream) => BackwardRun.Of(stage.Computation, on, upstream);

    // What is known without the tensors outlives them.
    private BackwardRun Noted(BackwardRun run)
    {
        (isIsolatedKnown, isolatedNotes, isolatedFailure) = (true, run.Gradients.Notes, run.Failure);
        return run;
    }

    private BackwardRun IsolatedAgain()
    {
        if (IsGapped) return Backward(IsolatedOn, Gapped);
        var run = Backward(IsolatedOn, OnAutograds);
        if (!isLent || !IsSpoilt(run)) return run;
        isLent = false;
        (reference, isolatedOn, chained) = (null, null, null);
        return Backward(Autograd, Upstream.Isolated);
    }

    private bool IsLeaf(string name) => Autograd.Leaves.Find(name) is not null;

    private bool IsRefused(string name) => Chained.Gradients.Refused(Autograd.Trace[name]) is not null;

    // What becomes of the isolated backward at first.
    private enum First
    {
        InOrder,
        Gapped,
        WhenAsked,
    }
}
