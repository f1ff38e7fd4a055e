using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>
/// One run of a tensor at fault, as expressions see it: everything in float64, so that an expression that was found on one run can be
/// evaluated on another, with other leaf values.
/// </summary>
internal sealed class Scene : IDisposable
{
    // Sums over thousands of elements in float32; what a sample told in float64 is only confirmed.
    private const double WorkingRounding = 1e-4;

    private readonly HeldTensors held = new();
    private readonly Suspect suspect;
    private readonly Dictionary<string, Tensor?> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor?> gradients = new(StringComparer.Ordinal);

    private readonly Dictionary<Expression, Tensor?> whole = new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<long, long> sizes = [];
    private readonly ScalarType dtype;

    private Scene(Suspect suspect, Tensor scratch, Tensor autograd, Cut? cut)
    {
        (this.suspect, Cut) = (suspect, cut);
        // In float64 no formula fits by chance; in another precision one is only confirmed.
        dtype = suspect.Runs.Dtype == ScalarType.Float32 ? ScalarType.Float32 : ScalarType.Float64;
        Rounding = suspect.Runs.Dtype == ScalarType.Float64 ? Table.Vectors.Rounding : WorkingRounding;
        long[] shape = autograd.dim() == 0 ? [1] : autograd.shape;
        (Scratch, Autograd) = held.Of(() => (Side(scratch), Side(autograd)));
        Shape = Scratch.shape;

        Tensor Side(Tensor whole) => Exact(whole).reshape(shape) is var side && cut is null ? side : cut.Of(side);
    }

    /// <summary>The shape of the gradient; of a scalar, (1).</summary>
    public long[] Shape { get; }

    /// <summary>What backward wrote.</summary>
    public Tensor Scratch { get; }

    /// <summary>What autograd computed.</summary>
    public Tensor Autograd { get; }

    /// <summary>Where it is about a slice of the gradient, which; else null.</summary>
    public Cut? Cut { get; }

    /// <summary>The largest difference between what is the same but for rounding, relative to the largest element.</summary>
    public double Rounding { get; }

    /// <summary>A space of the sample that a formula was found on, as it is here.</summary>
    public long[] Space(long[] space) => sizes.Count == 0 ? space : [.. space.Select(size => sizes.GetValueOrDefault(size, size))];

    /// <summary>Where this is the whole of what a formula was found on a sample of: how long the sample's axes are here.</summary>
    public IReadOnlyDictionary<long, long> Sizes => sizes;

    /// <summary>
    /// Whether one number for a whole run, and another in each, may be part of the formula: one that has a name, or that a loss makes.
    /// </summary>
    public bool HasNumbersOfTheRun => suspect.Uses.Any(use => use.IsLoss) || suspect.Trace.Order.Any(
        name => suspect.Trace[name] is var tensor && tensor.numel() == 1 && tensor.is_floating_point()
        && suspect.Computation.Leaves.All(leaf => leaf.Name != name));

    /// <summary>The run's scene; null where the two gradients cannot be compared.</summary>
    public static Scene? Of(Suspect suspect) => Of(suspect, null);

    /// <summary>A slice of it.</summary>
    public static Scene? Of(Suspect suspect, Cut? cut)
        => suspect is { Refused: null, Scratch: { } scratch, Autograd: { } autograd } && Match.IsComparable(scratch, autograd)
            ? new Scene(suspect, scratch, autograd, cut)
            : null;

    /// <summary>The whole, for formulas that were found on a sample of it; null where the two gradients cannot be compared.</summary>
    public static Scene? Whole(Suspect whole, Suspect sample)
    {
        if (Of(whole) is not { } scene) return null;
        foreach (var name in sample.Trace.Order.Where(whole.Trace.Order.Contains))
        {
            foreach (var (small, large) in sample.Trace[name].shape.Zip(whole.Trace[name].shape)) scene.sizes.TryAdd(small, large);
        }

        return scene;
    }

    /// <summary>A named tensor of the forward pass; null where it is not finite.</summary>
    public Tensor? Value(string name) => Known(values, name, name => suspect.Trace.Order.Contains(name) ? suspect.Trace[name] : null);

    /// <summary>Autograd's gradient of a named tensor; null where it has none, or none that is finite.</summary>
    public Tensor? Gradient(string name) => Known(gradients, name, suspect.AutogradOf);

    /// <summary>An expression on all of its space, kept for the next one that asks.</summary>
    public Tensor? Everywhere(Expression expression, long[] space)
        => whole.TryGetValue(expression, out var known)
            ? known
            : whole[expression] = held.Of(() => expression.At(this, Place.Everywhere(space)));

    /// <inheritdoc />
    public void Dispose() => held.Dispose();

    private Tensor? Known(Dictionary<string, Tensor?> known, string name, Func<string, Tensor?> find)
    {
        if (known.TryGetValue(name, out var tensor)) return tensor;
        var part = Cut?.PartOf(name);
        var exact = held.Of(() => find(part?.Whole ?? name) is { } found && found.numel() > 0
            ? part is { } slice ? slice.Of(Exact(found)) : Exact(found)
            : null);
        return known[name] = exact is not null && exact.isfinite().all().item<bool>() ? exact : null;
    }

    private Tensor Exact(Tensor tensor) => tensor.detach().to(dtype).cpu();
}
