using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// A forward pass in pieces that end at the watched tensors: with it autograd tells what one use of a tensor alone sends back
/// to it. The gradient of a tensor is the sum over its uses.
/// </summary>
internal sealed class CutRun
{
    /// <summary>How the loss is called where a tensor is used by it directly.</summary>
    public const string Loss = "the loss";

    private readonly CuttingTrace trace;
    private readonly Tensor loss;
    private readonly Lazy<ILookup<string, string>> consumers;

    /// <summary>What forward left; see <see cref="Stage.Cut"/>.</summary>
    public CutRun(CuttingTrace trace, Tensor loss)
    {
        (this.trace, this.loss) = (trace, loss);
        consumers = new(() => Uses().ToLookup(use => use.Used, use => use.By, StringComparer.Ordinal));
    }

    /// <summary>What can have used a tensor: the watched tensors, and the loss itself.</summary>
    public IEnumerable<string> Consumers => [.. trace.Ends.Keys, Loss];

    /// <summary>
    /// What each tensor's gradient is where every piece is handed the given gradient of its end: one pass over all pieces.
    /// </summary>
    /// <param name="written">The gradient of the tensor of that name; null for the one that autograd makes of the others.</param>
    /// <returns>The sums over all uses, by name, of the caller's; nothing for a tensor that is not used.</returns>
    public IReadOnlyDictionary<string, Tensor> FedWith(Func<string, Tensor?> written)
    {
        using var recording = enable_grad();
        using var scope = NewDisposeScope();
        foreach (var name in Targets) trace[name].grad = null;
        loss.sum().backward(retain_graph: true);
        foreach (var (name, end) in trace.Ends.Reverse())
        {
            if ((written(name) ?? trace[name].grad) is { } upstream) (end * upstream.detach()).sum().backward(retain_graph: true);
        }

        return Targets.Where(name => trace[name].grad is not null)
            .ToDictionary(name => name, name => scope.MoveToOuter(trace[name].grad!.clone()), StringComparer.Ordinal);
    }

    /// <summary>What uses that tensor directly: watched tensors, and the loss, in the order of <see cref="Consumers"/>.</summary>
    public IEnumerable<string> UsersOf(string name) => consumers.Value[name];

    /// <summary>The watched tensors that are made from that one directly.</summary>
    public IReadOnlyList<string> ConsumersOf(string name) => [.. UsersOf(name).Where(consumer => consumer != Loss)];

    /// <summary>What autograd sends back to a tensor through one of its uses alone.</summary>
    /// <param name="to">The tensor.</param>
    /// <param name="consumer">What it was used for: one of <see cref="Consumers"/>.</param>
    /// <param name="upstream">The gradient of <paramref name="consumer"/>; null for ones.</param>
    /// <returns>A tensor of the caller's; null where that consumer does not use it.</returns>
    public Tensor? SentBack(string to, string consumer, Tensor? upstream)
    {
        if (!UsersOf(to).Contains(consumer)) return null;
        var (end, target) = (End(consumer), trace[to]);
        using var recording = enable_grad();
        using var scope = NewDisposeScope();
        target.grad = null;
        (upstream is null ? end.sum() : (end * upstream).sum()).backward(retain_graph: true);
        return target.grad is { } gradient ? scope.MoveToOuter(gradient.clone()) : null;
    }

    // Kept values lie within a piece: autograd keeps no gradient of theirs, and complains when asked for it.
    private IEnumerable<string> Targets => trace.Order.Where(name => trace[name] is { requires_grad: true, is_leaf: true });

    private Tensor End(string consumer) => consumer == Loss ? loss : trace.Ends[consumer];

    // One pass over each piece, however many tensors are asked about.
    private List<(string Used, string By)> Uses()
    {
        using var recording = enable_grad();
        var uses = new List<(string Used, string By)>();
        var candidates = Targets.ToList();
        foreach (var name in candidates) trace[name].grad = null;
        foreach (var consumer in Consumers.Where(consumer => End(consumer).requires_grad))
        {
            using var scope = NewDisposeScope();
            End(consumer).sum().backward(retain_graph: true);
            var used = candidates.Where(name => name != consumer && trace[name].grad is not null).ToList();
            foreach (var name in used) trace[name].grad = null;
            uses.AddRange(used.Select(name => (name, consumer)));
        }

        return uses;
    }
}
