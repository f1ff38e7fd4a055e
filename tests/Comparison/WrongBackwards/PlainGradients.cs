using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>A side dictionary that keeps what it refuses and hands out the upstream gradient it is told to.</summary>
/// <param name="trace">The forward pass that is inverted.</param>
/// <param name="upstream">What a read answers; null where it is to be what was written.</param>
internal sealed class PlainGradients(Trace trace, Func<Tensor, Tensor>? upstream) : Gradients(trace)
{
    private readonly Dictionary<Tensor, (Tensor Value, SourceLocation WrittenAt)> refused = new(ReferenceEqualityComparer.Instance);

    /// <summary>The lines that read a gradient.</summary>
    public List<SourceLocation> ReadAt { get; } = [];

    /// <summary>What was written for that tensor, fitting or not; null where nothing was.</summary>
    public Tensor? Written(Tensor of) => Find(of) ?? (refused.TryGetValue(of, out var write) ? write.Value : null);

    /// <summary>The lines that wrote the gradient of that tensor.</summary>
    public IEnumerable<SourceLocation> WrittenAt(Tensor of)
    {
        var accepted = Contributions(of).Select(term => term.WrittenAt);
        return refused.TryGetValue(of, out var write) ? accepted.Append(write.WrittenAt) : accepted;
    }

    private protected override Tensor Read(Tensor tensor, SourceLocation readAt)
    {
        ReadAt.Add(readAt);
        return upstream?.Invoke(tensor) ?? Written(tensor) ?? base.Read(tensor, readAt);
    }

    private protected override void Refuse(Tensor tensor, Tensor gradient, string objection, SourceLocation writtenAt)
        => refused.TryAdd(tensor, (Keep(gradient), writtenAt));
}
