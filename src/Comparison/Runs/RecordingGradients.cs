using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// The engine's side dictionary: it decides what reads are answered with, and notes what is wrong with a write instead of
/// throwing, so that one wrong shape does not turn everything after it into a missing gradient.
/// </summary>
/// <param name="reference">The run that backward inverts; its gradients stand in for those that backward failed to write.</param>
/// <param name="upstream">What reads are answered with.</param>
[System.Diagnostics.StackTraceHidden]
internal sealed class RecordingGradients(AutogradRun reference, Upstream upstream) : Gradients(reference.Trace)
{
    private volatile bool isClosed;
    private readonly Dictionary<Tensor, RefusedGradient> refused = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Observed> handedOut = new(StringComparer.Ordinal);
    private readonly List<(string? Name, SourceLocation WrittenAt, Observed Term)> handedOver = [];
    private readonly List<(string Name, SourceLocation ReadAt, int Writes)> reads = [];

    /// <summary>Told of every line that wrote a gradient, right after it did.</summary>
    public event Action<SourceLocation>? Written;

    /// <summary>The names of the tensors that were written to, each where it was first.</summary>
    public IEnumerable<string> WriteOrder => handedOver.Select(write => write.Name).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>
    /// The upstream gradients that had been read when that tensor was last written, the latest first: what the gradient can have
    /// been made from.
    /// </summary>
    public IEnumerable<string> ReadsBefore(string name)
    {
        var lastWrite = handedOver.FindLastIndex(write => write.Name == name);
        return reads.Where(read => read.Writes <= lastWrite).Select(read => read.Name).Reverse().Distinct(StringComparer.Ordinal);
    }

    /// <summary>
    /// The reads of that tensor's gradient that came before its last write: what was made from them misses a contribution.
    /// </summary>
    public IEnumerable<SourceLocation> ReadsTooEarly(string name)
    {
        var lastWrite = handedOver.FindLastIndex(write => write.Name == name);
        return reads.Where(read => read.Name == name && read.Writes <= lastWrite).Select(read => read.ReadAt);
    }

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

    /// <summary>Whether a term that was handed over for that tensor is not what it was any more.</summary>
    public bool IsChangedTerm(string name) => handedOver.Exists(write => write.Name == name && write.Term.IsChanged);

    /// <summary>Pairs of tensors whose gradients share memory, the earlier written first.</summary>
    public IEnumerable<(string First, string Second)> SharedMemory()
    {
        var named = handedOver.Where(write => write.Name is not null).ToList();
        return from pair in named.SelectMany((second, index) => named.Take(index).Select(first => (first, second)))
               where pair.first.Name != pair.second.Name && pair.first.Term.SharesMemoryWith(pair.second.Term)
               select (pair.first.Name!, pair.second.Name!);
    }

    /// <summary>From here on nothing is read or written any more: whoever tries is stopped.</summary>
    public void Close() => isClosed = true;

    /// <inheritdoc />
    private protected override Tensor Read(Tensor tensor, SourceLocation readAt)
    {
        StopIfClosed();
        var name = reference.Trace.NameOf(tensor);
        if (name is not null) reads.Add((name, readAt, handedOver.Count));
        if (name is not null && upstream.IsReplaced(name) && HandOut(name) is { } replaced) return replaced;
        return Own(tensor) ?? (name is null ? null : HandOut(name)) ?? base.Read(tensor, readAt);
    }

    /// <inheritdoc />
    private protected override void Refuse(Tensor tensor, Tensor gradient, string objection, SourceLocation writtenAt)
    {
        refused.TryAdd(tensor, new RefusedGradient(gradient.IsInvalid ? null : Keep(gradient), objection, writtenAt));
        Written?.Invoke(writtenAt);
    }

    /// <inheritdoc />
    private protected override void OnAdded(Tensor tensor, Contribution term)
    {
        StopIfClosed();
        handedOver.Add((reference.Trace.NameOf(tensor), term.WrittenAt, new Observed(term.Value)));
        Written?.Invoke(term.WrittenAt);
    }

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

    // A copy, as backward may change it in place; one a run, as such a backward would meet its own change in its own chain.
    private Tensor? HandOut(string name)
    {
        if (handedOut.TryGetValue(name, out var made)) return made.Tensor;
        if (reference.Gradient(name) is not { } gradient) return null;
        using var scope = NewDisposeScope();
        var copy = Keep(upstream.Reshape is null ? gradient.clone() : upstream.Reshape(name, gradient));
        handedOut[name] = new Observed(copy);
        return copy;
    }
}
