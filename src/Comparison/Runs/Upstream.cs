using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>Which upstream gradients a backward is handed: what it wrote itself, or autograd's.</summary>
/// <param name="IsReplaced">Whether reads of the tensor of that name get autograd's gradient.</param>
/// <param name="Reshape">What is done to autograd's gradient of the tensor of that name before it is handed out, keeping its shape.</param>
/// <param name="OwnReshape">The same for what backward wrote itself.</param>
/// <param name="Returned">What is done to autograd's gradient before a write returns it to go on with, and only there.</param>
internal sealed record Upstream(
    Func<string, bool> IsReplaced, Func<string, Tensor, Tensor>? Reshape = null, Func<Tensor, Tensor>? OwnReshape = null,
    Func<string, Tensor, Tensor>? Returned = null)
{
    /// <summary>What backward wrote itself: mistakes travel on.</summary>
    public static Upstream Chained { get; } = new(_ => false);

    private const long Large = 1 << 18;

    /// <summary>Autograd's everywhere: what is wrong was made wrong right there.</summary>
    public static Upstream Isolated { get; } = new(_ => true);

    /// <summary>
    /// Whether autograd's gradients are handed out themselves where that can be, instead of copies: who does so looks afterwards whether
    /// backward changed one.
    /// </summary>
    public bool Lends { get; init; }

    /// <summary>
    /// Whether it is looked at afterwards what became of the gradients handed out and handed over; not in a run that is made for its
    /// numbers only.
    /// </summary>
    public bool IsObserved { get; init; } = true;

    /// <summary>Autograd's for those tensors only: their mistakes do not travel on.</summary>
    public static Upstream Repaired(IEnumerable<string> names)
    {
        var repaired = names.ToHashSet(StringComparer.Ordinal);
        return new(repaired.Contains);
    }

    /// <summary>Autograd's everywhere, changed in a way that a right backward follows.</summary>
    public static Upstream IsolatedAs(Func<Tensor, Tensor> reshape) => IsolatedAs((_, gradient) => reshape(gradient));

    /// <summary>Autograd's everywhere, each changed in a way of its own.</summary>
    public static Upstream IsolatedAs(Func<string, Tensor, Tensor> reshape) => new(_ => true, reshape);

    /// <summary>The same elements with gaps between them; of a large matrix, between its rows, which costs a quarter of it.</summary>
    public static Tensor WithGaps(Tensor gradient)
    {
        var shape = gradient.shape;
        if (gradient.numel() <= Large || gradient.numel() == shape[^1]) return stack([gradient, gradient], -1).select(-1, 0);
        return cat([gradient, gradient.narrow(-1, 0, 1)], -1).narrow(-1, 0, shape[^1]);
    }

    /// <summary>The same upstream gradients, each changed in a way that a right backward follows, whoever wrote it.</summary>
    public Upstream Changed(Func<Tensor, Tensor> change) => this with { Reshape = (_, gradient) => change(gradient), OwnReshape = change };
}
