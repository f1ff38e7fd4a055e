using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// The engine's side dictionary: it decides what reads are answered with, and notes what is wrong with a write instead of
/// throwing, so that one wrong shape does not turn everything after it into a missing gradient.
/// </summary>
/// <param name="reference">The run that backward inverts.</param>
/// <param name="upstream">What reads are answered with.</param>
[System.Diagnostics.StackTraceHidden]
internal sealed class RecordingGradients(AutogradRun reference, Upstream upstream) : Gradients(reference.Trace)
{
    private const long Large = 1 << 18;

    private volatile bool isClosed;
    private readonly Dictionary<Tensor, RefusedGradient> refused = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Observed> handedOut = new(StringComparer.Ordinal);
    private readonly List<(string? Name, SourceLocation WrittenAt, Observed Term)> handedOver = [];
    private readonly HashSet<Tensor> unnamed = new(ReferenceEqualityComparer.Instance);

    /// <summary>Told of every line that reads or writes a gradient, right after it did.</summary>
    public event Action<SourceLocation>? Passed;

    /// <summary>What was read and written, by name.</summary>
    public BackwardNotes Notes { get; } = NotesOf(reference.Leaves);

    /// <summary>The first write to that tensor that was refused, or null.</summary>
    public RefusedGradient? Refused(Tensor tensor) => refused.GetValueOrDefault(tensor);

    /// <summary>The tensors whose upstream gradient is not what it was any more when it was handed out.</summary>
    public IEnumerable<string> ChangedUpstreams()
        => handedOut.Where(upstream => upstream.Value.IsChanged).Select(upstream => upstream.Key);

    /// <summary>The tensors whose gradient is not what it was any more when it was handed over, and where that was.</summary>
    public IEnumerable<(string Name, SourceLocation WrittenAt)> ChangedTerms()
        => handedOver.Where(write => write.Name is not null && write.Term.IsChanged).Select(write => (write.Name!, write.WrittenAt));

    /// <summary>Whether the gradient that was handed out for that tensor is not what it was any more.</summary>
    public bool IsChangedUpstream(string name) => handedOut.TryGetValue(name, out var upstream) && upstream.IsChanged;

    /// <summary>The line that handed over a term for that tensor that is not what it was any more; null where all are.</summary>
    public SourceLocation? ChangedTerm(string name) => handedOver.Find(write => write.Name == name && write.Term.IsChanged).WrittenAt;

    /// <summary>Pairs of tensors whose gradients share memory, the earlier written first.</summary>
    public IEnumerable<(string First, string Second)> SharedMemory()
    {
        var earlier = new Dictionary<nint, List<string>>();
        foreach (var (name, _, term) in handedOver)
        {
            if (name is null || Memory.Of(term.Tensor) is var address && address == 0) continue;
            if (!earlier.TryGetValue(address, out var sharing)) earlier.Add(address, sharing = []);
            foreach (var first in sharing.Where(first => first != name)) yield return (first, name);
            sharing.Add(name);
        }
    }

    /// <summary>Whether the gradient of that tensor is owed; the one of a tensor without a name may be a step on the way.</summary>
    public override bool Wants(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return reference.Trace.NameOf(tensor) is not { } name || (tensor.requires_grad && reference.Leaves.IsOwed(name));
    }

    /// <summary>From here on nothing is read or written any more: whoever tries is stopped.</summary>
    public void Close() => isClosed = true;

    /// <summary>Backward has ended: the copies that it was handed are looked at for the last time, and let go of.</summary>
    public void Settle()
    {
        foreach (var upstream in handedOut.Values) upstream.Settle();
    }

    /// <inheritdoc />
    private protected override Tensor Read(Tensor tensor, SourceLocation readAt)
    {
        StopIfClosed();
        var name = reference.Trace.NameOf(tensor);
        if (name is not null) Notes.Read(name, readAt);
        Unowned.Pass();
        Passed?.Invoke(readAt);
        if (StandIn(tensor, name) is { } standIn) return standIn;
        if (Own(tensor) is { } own) return own.alias();
        if (name is not null) Notes.UnwrittenRead ??= (name, readAt);
        return base.Read(tensor, readAt);
    }

    /// <inheritdoc />
    private protected override Tensor GoOnWith(Tensor tensor, Tensor added)
    {
        var name = reference.Trace.NameOf(tensor);
        // Nothing is upstream of a leaf, so nobody goes on from there.
        var isLeaf = name is not null && reference.Leaves.Find(name) is not null;
        if (isLeaf || StandIn(tensor, name) is not { } standIn) return base.GoOnWith(tensor, added);
        return upstream.Returned is null ? standIn : upstream.Returned(name!, standIn);
    }

    /// <inheritdoc />
    private protected override void Refuse(Tensor tensor, Tensor gradient, string objection, SourceLocation writtenAt)
    {
        if (refused.TryAdd(tensor, new RefusedGradient(gradient.IsInvalid ? null : Keep(gradient), objection, writtenAt)))
            Notes.Refused(reference.Trace.NameOf(tensor), writtenAt, objection);
        Passed?.Invoke(writtenAt);
    }

    /// <inheritdoc />
    private protected override void OnAdded(Tensor tensor, Contribution term)
    {
        StopIfClosed();
        var name = reference.Trace.NameOf(tensor);
        if (name is null && unnamed.Add(tensor)) Notes.UnnamedWrites = unnamed.Count;
        Notes.Wrote(name, term.WrittenAt);
        handedOver.Add((name, term.WrittenAt, new Observed(term.Value, upstream.IsObserved)));
        Unowned.Pass();
        Passed?.Invoke(term.WrittenAt);
    }

    // In a method of its own: the notes must not keep the run's tensors.
    private static BackwardNotes NotesOf(LeafCopies leaves)
    {
        var names = leaves.Items.Select(item => item.Leaf.Name).ToHashSet(StringComparer.Ordinal);
        return new BackwardNotes(names.Contains);
    }

    // Autograd's gradient where this run replaces it. In any run it stands in for one that was refused, whose verdict says so, but never
    // for one that backward failed to write.
    private Tensor? StandIn(Tensor tensor, string? name)
        => name is not null && (upstream.IsReplaced(name) || (refused.ContainsKey(tensor) && Find(tensor) is null))
            ? HandOut(name)?.alias()
            : null;

    private Tensor? Own(Tensor tensor)
    {
        if (Find(tensor) is not { } own || upstream.OwnReshape is null) return Find(tensor);
        using var scope = NewDisposeScope();
        return Keep(upstream.OwnReshape(own));
    }

    private void StopIfClosed()
    {
        if (isClosed) throw new OperationCanceledException("This backward was given up; its gradients are not wanted any more.");
    }

    // A copy, as backward may change it in place, unless that is looked after; one a run, as such a backward would meet its own change in
    // its own chain.
    private Tensor? HandOut(string name)
    {
        if (handedOut.TryGetValue(name, out var made)) return made.Tensor;
        if (reference.Gradient(name) is not { } gradient) return null;
        using var scope = NewDisposeScope();
        var copy = Keep(upstream.Reshape is { } reshape
            ? reshape(name, gradient)
            : upstream.Lends && reference.CanLend(name) ? gradient : gradient.clone());
        // Where nobody will ask what became of it, a large one is kept for the next reader only.
        if (!upstream.IsObserved && copy.numel() > Large) handedOut.Clear();
        handedOut[name] = new Observed(copy, upstream.IsObserved);
        return copy;
    }
}
