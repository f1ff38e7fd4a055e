using static TorchSharp.torch;

namespace ScratchVsAutograd;

/// <summary>
/// What a forward pass names: the leaves it reads, the intermediates whose gradient is wanted, and the values that only
/// the backward pass needs. A runner may derive from it to change what is handed out.
/// </summary>
[System.Diagnostics.StackTraceHidden]
public class Trace
{
    private readonly Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<Tensor, string> names = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> unreadLeaves = new(StringComparer.Ordinal);
    private readonly List<string> order = [];
    private readonly List<string> watched = [];

    /// <summary>A trace that hands out the leaves' own values.</summary>
    public Trace(IEnumerable<Leaf> leaves)
        : this(leaves.Select(leaf => KeyValuePair.Create(leaf.Name, leaf.Value)))
    {
    }

    /// <summary>A trace that hands out the given tensors as leaves.</summary>
    /// <param name="leaves">Name and tensor of each leaf.</param>
    /// <exception cref="ArgumentException">Two leaves share a name.</exception>
    internal Trace(IEnumerable<KeyValuePair<string, Tensor>> leaves)
    {
        foreach (var (name, value) in leaves)
        {
            Register(name, value);
            unreadLeaves.Add(name);
        }
    }

    /// <summary>Every name in graph order: a leaf stands where it was first read, an intermediate where it was named.</summary>
    internal IReadOnlyList<string> Order => [.. order, .. tensors.Keys.Where(unreadLeaves.Contains)];

    /// <summary>The intermediates whose gradient is wanted, in the order in which forward named them.</summary>
    internal IReadOnlyList<string> Watched => watched;

    /// <summary>The tensor of that name: a leaf, a watched intermediate or a kept value.</summary>
    /// <exception cref="KeyNotFoundException">Nothing of that name has been named.</exception>
    public Tensor this[string name]
    {
        get
        {
            if (!tensors.TryGetValue(name, out var tensor))
                throw new KeyNotFoundException(
                    $"The trace has no tensor named '{name}'; it has {string.Join(", ", tensors.Keys)}. Name it with Watch or Keep first.");
            if (unreadLeaves.Remove(name)) order.Add(name);
            return tensor;
        }
    }

    /// <summary>Names an intermediate whose gradient is wanted.</summary>
    /// <param name="name">A name not given before.</param>
    /// <param name="value">The intermediate.</param>
    /// <returns>The tensor to go on with: a runner may hand back another than it was given.</returns>
    /// <exception cref="ArgumentException">The name, or the tensor, is named already.</exception>
    public Tensor Watch(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var tensor = OnWatch(name, value);
        Register(name, tensor);
        order.Add(name);
        watched.Add(name);
        return tensor;
    }

    /// <summary>Names a value that backward needs and whose gradient nobody asks for.</summary>
    /// <param name="name">A name not given before.</param>
    /// <param name="value">The value, kept as it is.</param>
    /// <returns><paramref name="value"/>.</returns>
    /// <exception cref="ArgumentException">The name, or the tensor, is named already.</exception>
    public Tensor Keep(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        OnKeep(value);
        Register(name, value);
        order.Add(name);
        return value;
    }

    /// <summary>The name of that tensor object, or null where it has none.</summary>
    internal string? NameOf(Tensor tensor) => names.GetValueOrDefault(tensor);

    /// <summary>Lets a runner replace a watched tensor, or prepare it.</summary>
    /// <param name="name">The name being given.</param>
    /// <param name="value">What forward computed.</param>
    /// <returns>What the rest of the forward pass uses.</returns>
    private protected virtual Tensor OnWatch(string name, Tensor value) => value;

    /// <summary>Lets a runner prepare a kept value.</summary>
    private protected virtual void OnKeep(Tensor value)
    {
    }

    private void Register(string name, Tensor tensor)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensors.ContainsKey(name))
            throw new ArgumentException(
                $"The name '{name}' is given twice; every tensor of a trace needs a name of its own.", nameof(name));
        if (names.TryGetValue(tensor, out var other))
            throw new ArgumentException(
                $"'{name}' is the same tensor object as '{other}'; gradients are kept by object, so name it once, or make a new tensor.",
                nameof(tensor));
        tensors.Add(name, tensor);
        names.Add(tensor, name);
    }
}
