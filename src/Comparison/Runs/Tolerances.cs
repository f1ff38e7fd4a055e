using ScratchVsAutograd.Comparison.Numerics;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// What each gradient is held to: the tolerance that was given, or the default of the coarsest dtype that it has passed through on its
/// way from the loss. A forward pass may cast, as in mixed precision: behind bfloat16, neither side is more exact than that.
/// </summary>
internal sealed class Tolerances
{
    private readonly Dictionary<string, Tolerance> cast = new(StringComparer.Ordinal);
    private readonly List<(string Name, ScalarType Dtype)> wider = [];

    /// <summary>By the dtypes of what forward named, from the last one back.</summary>
    /// <param name="run">The run in the working precision.</param>
    /// <param name="given">For all gradients; null for the defaults.</param>
    public Tolerances(PrecisionRun run, Tolerance? given)
    {
        Usual = given ?? Tolerance.For(run.Dtype);
        if (given is not null) return;
        var trace = run.Autograd.Trace;
        ScalarType? coarsest = null;
        // What has no gradient has none pass through it, such as data that are stored in half precision.
        foreach (var name in trace.Order.Reverse().Where(name => trace[name].requires_grad))
        {
            var own = trace[name].dtype;
            if (coarsest is null || UnitRoundoff.Of(own) > UnitRoundoff.Of(coarsest.Value)) coarsest = own;
            if (coarsest == run.Dtype) continue;
            cast[name] = Tolerance.For(coarsest.Value);
            wider.Add((name, coarsest.Value));
        }

        wider.Reverse();
    }

    /// <summary>Of the working precision, or as given.</summary>
    public Tolerance Usual { get; }

    /// <summary>Those that are held to another dtype's than the working precision's, in graph order.</summary>
    public IReadOnlyList<(string Name, ScalarType Dtype)> Others => wider;

    /// <summary>Of the coarsest dtype there is.</summary>
    public Tolerance Widest => cast.Values.Append(Usual).MaxBy(tolerance => tolerance.Relative)!;

    /// <summary>Of the gradient of that name.</summary>
    public Tolerance this[string name] => cast.GetValueOrDefault(name, Usual);
}
