using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

/// <summary>What a formula for one gradient can be made of: the names of the run, those that the op itself uses first.</summary>
internal sealed class Atoms
{
    // Of a long computation the ones near the op.
    private const int MostOthers = 16;

    private readonly Suspect suspect;
    private readonly Cut? cut;

    /// <summary>Gathers them.</summary>
    public Atoms(Suspect suspect, Cut? cut = null)
    {
        (this.suspect, this.cut) = (suspect, cut);
        var order = suspect.Trace.Order.ToList();
        Own = suspect.Name;
        Consumers = [.. suspect.Uses.Where(use => !use.IsLoss).Select(use => use.Consumer).Where(name => name != Own)
            .Distinct(StringComparer.Ordinal)];
        Upstreams = suspect.MadeFrom;
        var near = order.IndexOf(Own);
        Others = [.. order.Where(name => name != Own && !Consumers.Contains(name))
            .OrderBy(name => Math.Abs(order.IndexOf(name) - near)).Take(MostOthers)];
        if (cut is null) return;
        var own = cut.Own(Own, suspect.Trace[Own].shape);
        IReadOnlyList<string> Cut(IEnumerable<string> names) => [.. names.SelectMany(name => cut.Names(name, suspect.Trace[name].shape))];
        (Others, Consumers, Upstreams) = ([.. Cut([Own]).Where(name => name != own), .. Cut(Others)], Cut(Consumers), Cut(Upstreams));
        Own = own;
    }

    /// <summary>The tensor itself.</summary>
    public string Own { get; }

    /// <summary>What it was made into.</summary>
    public IReadOnlyList<string> Consumers { get; }

    /// <summary>Whose gradients it can have been made from.</summary>
    public IReadOnlyList<string> Upstreams { get; }

    /// <summary>The other names.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <summary>
    /// Whether the loss uses it directly, or nothing is known of its uses: then its gradient need not have an upstream one as a factor.
    /// </summary>
    public bool IsUsedByLoss => suspect.Uses.Count == 0 || suspect.Uses.Any(use => use.IsLoss);

    /// <summary>How much it assumes that a name is meant.</summary>
    public int Complexity(string name) => name == Own || Consumers.Contains(name) ? 1 : 2;

    /// <summary>The shape of a named tensor; null where it has no place in a formula.</summary>
    public long[]? Shape(string name)
        => Whole(name) is var tensor && tensor.numel() > 0 ? cut?.PartOf(name)?.Of(tensor).shape ?? tensor.shape : null;

    /// <summary>Whether a name is a constant's.</summary>
    public bool IsConstant(string name) => suspect.Computation.Leaves.Any(leaf => leaf.Name == name && leaf.Role == LeafRole.Constant);

    /// <summary>Whether a named tensor holds labels or indices.</summary>
    public bool IsIndex(string name) => Whole(name).dtype == ScalarType.Int64;

    private Tensor Whole(string name) => suspect.Trace[cut?.PartOf(name)?.Whole ?? name];

    /// <summary>A named tensor in each way in which it lies in a space.</summary>
    public IEnumerable<Expression> Values(string name, long[] space)
        => Placements(name, space).Select(axes => new NamedTensor(name, scene => scene.Value(name), Complexity(name), axes));

    /// <summary>The gradient of a named tensor, where it lies in a space.</summary>
    public IEnumerable<Expression> Gradients(string name, long[] space)
        => Placements(name, space).Select(
            axes => new NamedTensor($"d{name}", scene => scene.Gradient(name), Complexity(name), axes) { IsGradient = true });

    // Flush right, as broadcasting does; one number a row or a channel may be meant, too, or a row for each of many.
    private IEnumerable<int[]?> Placements(string name, long[] space)
    {
        if (Shape(name) is not { } shape || shape.Length > space.Length) yield break;
        if (Fits(shape, space, [.. Enumerable.Range(space.Length - shape.Length, shape.Length)])) yield return null;
        if (shape.Length == 0 || shape.Length == space.Length || !shape.Any(size => size > 1)) yield break;
        foreach (var axes in Increasing(shape.Length, space.Length)
            .Where(axes => axes[0] < space.Length - shape.Length && Fits(shape, space, axes)))
            yield return axes;
    }

    private static IEnumerable<int[]> Increasing(int count, int of)
        => Enumerable.Range(0, 1 << of).Select(bits => Enumerable.Range(0, of).Where(axis => (bits >> axis & 1) == 1).ToArray())
            .Where(axes => axes.Length == count);

    private static bool Fits(long[] shape, long[] space, int[] axes)
        => shape.Index().All(axis => axis.Item == 1 || axis.Item == space[axes[axis.Index]]);
}
