using System.Runtime.CompilerServices;
using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd;

/// <summary>
/// The side dictionary: dL/dt for each tensor t, keyed by the tensor <b>object</b> (two tensors with equal values are two
/// tensors). <see cref="Add"/> is the only way to write, and it accumulates, so a tensor that is used twice gets the sum of
/// both contributions: ∂L/∂t = Σ over uses.
/// </summary>
/// <remarks>
/// What is handed over is kept by reference, in the dispose scope in which this dictionary was made: an op may open a
/// scope of its own for its temporaries.
/// </remarks>
[System.Diagnostics.StackTraceHidden]
public class Gradients
{
    private readonly Dictionary<Tensor, Entry> entries = new(ReferenceEqualityComparer.Instance);
    private readonly Tensor anchor = empty(0);
    private readonly Trace? trace;

    /// <summary>An empty dictionary.</summary>
    /// <param name="trace">Gives the tensors the names used in messages.</param>
    public Gradients(Trace? trace = null) => this.trace = trace;

    /// <summary>The upstream gradient: what has been accumulated for that tensor so far.</summary>
    /// <param name="of">The tensor whose gradient an op starts from.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>dL/d<paramref name="of"/>, of its shape and dtype.</returns>
    /// <exception cref="InvalidOperationException">Nobody has written one.</exception>
    public Tensor this[
        Tensor of, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = ""]
        => Read(of, new SourceLocation(file, line, member));

    /// <summary>Adds a term to the gradient of a tensor.</summary>
    /// <param name="of">The tensor the gradient belongs to.</param>
    /// <param name="gradient">The term; must have the shape and dtype of <paramref name="of"/>, as broadcasting hides mistakes.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>
    /// The gradient to go on with, as <see cref="Trace.Watch"/> returns the tensor to go on with: all that has been added so far. A
    /// backward that works with variables of its own writes <c>var dZ = d.Add(Z, …)</c>, and then each of its lines can be checked by
    /// itself.
    /// </returns>
    /// <exception cref="ArgumentException">The shape or dtype is another.</exception>
    public Tensor Add(
        Tensor of, Tensor gradient,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(of);
        ArgumentNullException.ThrowIfNull(gradient);
        var writtenAt = new SourceLocation(file, line, member);
        if (Objection(of, gradient) is { } objection)
            Refuse(of, gradient, objection, writtenAt);
        else
            Accumulate(of, new Contribution(Keep(gradient), writtenAt));
        return GoOnWith(of, gradient);
    }

    /// <summary>
    /// Whether anybody asks for the gradient of that tensor: an op may leave out what nobody wants, such as dX of the first layer.
    /// </summary>
    public virtual bool Wants(Tensor tensor) => true;

    /// <summary>The accumulated gradient of that tensor, or null where nobody has written one.</summary>
    public Tensor? Find(Tensor of) => entries.GetValueOrDefault(of)?.Sum;

    /// <summary>The terms of that tensor's gradient, in the order in which they were added.</summary>
    internal IReadOnlyList<Contribution> Contributions(Tensor of)
        => entries.TryGetValue(of, out var entry) ? entry.Terms : [];

    /// <summary>
    /// Answers a read, with a handle that the reader may dispose; a runner may hand out another gradient than the one written.
    /// </summary>
    private protected virtual Tensor Read(Tensor tensor, SourceLocation readAt)
        => Find(tensor)?.alias() ?? throw new InvalidOperationException(
            $"{readAt} reads the gradient of {Describe(tensor)}, which nobody has written; backward must write it before it is read.");

    /// <summary>What <see cref="Add"/> returns; a runner may hand out another gradient than the one written.</summary>
    /// <param name="tensor">The tensor that was written to.</param>
    /// <param name="added">The term just added, or refused.</param>
    private protected virtual Tensor GoOnWith(Tensor tensor, Tensor added)
        => entries.TryGetValue(tensor, out var entry) && entry.Terms.Count > 1 ? entry.Sum.alias() : added;

    /// <summary>Handles a gradient that cannot belong to its tensor: throws, unless a runner notes it and goes on.</summary>
    private protected virtual void Refuse(Tensor tensor, Tensor gradient, string objection, SourceLocation writtenAt)
        => throw new ArgumentException($"{writtenAt}: {objection}", nameof(gradient));

    /// <summary>Tells a runner of every accepted term, before it is summed.</summary>
    private protected virtual void OnAdded(Tensor tensor, Contribution term)
    {
    }

    /// <summary>How messages call that tensor: its name in the trace, or its shape.</summary>
    private protected string Describe(Tensor tensor)
        => trace?.NameOf(tensor) ?? $"an unnamed tensor of shape {Require.Text(tensor.shape)}";

    /// <summary>Another handle on the same memory, which lives as long as this dictionary's dispose scope.</summary>
    private protected Tensor Keep(Tensor gradient) => Adopt(gradient.alias());

    // Detached first: moving a tensor to the scope that owns it already loses it, and its finalizer then ends the process (TorchSharp
    // 0.107).
    private Tensor Adopt(Tensor tensor) => tensor.DetachFromDisposeScope().MoveToOtherDisposeScope(anchor);

    private string? Objection(Tensor of, Tensor gradient)
    {
        if (gradient.IsInvalid) return $"the gradient of {Describe(of)} is a disposed tensor; hand it over before its dispose scope ends.";
        if (!gradient.shape.SequenceEqual(of.shape))
            return $"the gradient of {Describe(of)} has shape {Require.Text(gradient.shape)}, the tensor has {Require.Text(of.shape)}; "
                + $"they must be the same.{SumOfNoAxis(gradient)}";
        if (gradient.dtype != of.dtype)
            return $"the gradient of {Describe(of)} is {gradient.dtype}, the tensor is {of.dtype}; they must be the same.";
        return null;
    }

    // TorchSharp takes the literal 0 for a dtype, the first of them: the result is one number of dtype Byte.
    private static string SumOfNoAxis(Tensor gradient)
        => gradient.dim() == 0 && gradient.dtype == ScalarType.Byte
            ? " It looks like sum(0), which C# takes for sum(ScalarType.Byte): write sum(0L)."
            : "";

    private void Accumulate(Tensor of, Contribution term)
    {
        OnAdded(of, term);
        if (!entries.TryGetValue(of, out var entry))
        {
            entries.Add(of, new Entry(term));
            return;
        }

        // A new tensor, not +=: the first term may be another tensor's gradient too, and an op may hold the sum so far.
        entry.Sum = Adopt(entry.Sum + term.Value);
        entry.Terms.Add(term);
    }

    private sealed class Entry(Contribution first)
    {
        public Tensor Sum { get; set; } = first.Value;

        public List<Contribution> Terms { get; } = [first];
    }
}
