using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>The leaves, activations and kept values of a forward pass as they were before backward ran on them.</summary>
internal sealed class Activations
{
    private readonly Dictionary<string, Observed> observed;
    private readonly Lazy<ILookup<nint, string>> places;

    /// <summary>Takes the fingerprints of all of them.</summary>
    public Activations(AutogradRun run) : this(run, run.Trace.Order)
    {
    }

    /// <summary>Takes the fingerprints of some of them.</summary>
    public Activations(AutogradRun run, IEnumerable<string> names)
    {
        observed = names.ToDictionary(name => name, name => new Observed(run.Trace[name]), StringComparer.Ordinal);
        places = new(() => observed.ToLookup(item => Memory.Of(item.Value.Tensor), item => item.Key));
    }

    /// <summary>The names of those that are not what they were.</summary>
    public IEnumerable<string> Changed() => observed.Where(item => item.Value.IsChanged).Select(item => item.Key);

    /// <summary>Lets go of them all, which are what they were.</summary>
    public void LetGo()
    {
        foreach (var item in observed.Values) item.LetGo();
    }

    /// <summary>The names of those whose memory a tensor is a view of.</summary>
    public IEnumerable<string> SharingMemoryWith(Tensor tensor)
        => Memory.Of(tensor) is var address && address == 0 ? [] : places.Value[address];
}
