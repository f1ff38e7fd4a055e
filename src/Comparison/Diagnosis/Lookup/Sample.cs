using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>A few elements of the gradient by which expressions are told apart; of a small one, elements of further runs too.</summary>
internal sealed class Sample : IDisposable
{
    private const int Most = 32;
    private readonly IReadOnlyList<(Scene Scene, Place Place)> parts;

    private readonly HeldTensors held;

    private Sample(IReadOnlyList<(Scene Scene, Place Place)> parts, HeldTensors held) => (this.parts, this.held) = (parts, held);

    /// <summary>Fewer elements of one run tell too little.</summary>
    public const int Enough = 12;

    /// <summary>How many there are.</summary>
    public int Count => (int)parts.Sum(part => part.Place.Count);

    /// <summary>Draws elements, half of them from where the two gradients differ.</summary>
    /// <param name="scenes">The runs to draw from, as many as it takes to have enough.</param>
    /// <param name="region">Where to draw, given a run; null for anywhere.</param>
    /// <param name="isOneNumber">Whether one number for a whole run is sought.</param>
    public static Sample Of(IEnumerable<Scene> scenes, Func<Scene, Tensor?>? region = null, bool isOneNumber = false)
    {
        var parts = new List<(Scene, Place)>();
        var (found, held) = (0, new HeldTensors());
        foreach (var scene in scenes)
        {
            // One number for the whole run is told from a constant by another run only.
            if (found >= Enough && !isOneNumber && !(parts.Count == 1 && scene.HasNumbersOfTheRun)) break;
            var elements = Drawn(scene, region?.Invoke(scene));
            if (elements.Length == 0) continue;
            parts.Add((scene, Place.At(scene.Shape, elements, held)));
            found += elements.Length;
        }

        return new Sample(parts, held);
    }

    /// <summary>An expression's values; null where there are none, or not all are finite.</summary>
    public double[]? Values(Expression expression)
    {
        var values = new List<double>(Count);
        foreach (var (scene, place) in parts)
        {
            using var scope = NewDisposeScope();
            if (expression.At(scene, place) is not { } here) return null;
            values.AddRange(here.to(ScalarType.Float64).contiguous().data<double>().ToArray());
        }

        return values.TrueForAll(double.IsFinite) ? [.. values] : null;
    }

    /// <inheritdoc />
    public void Dispose() => held.Dispose();

    private static long[] Drawn(Scene scene, Tensor? region)
    {
        using var scope = NewDisposeScope();
        var (scratch, autograd) = (scene.Scratch.flatten(), scene.Autograd.flatten());
        var scale = Math.Max(Match.Largest(scratch), Match.Largest(autograd));
        var allowed = region?.flatten() ?? ones_like(scratch, ScalarType.Bool);
        var differs = ((scratch - autograd).abs() > 1e-9 * scale) & allowed;
        // Where both are zero nothing is told apart.
        var others = (scratch.abs() + autograd.abs() > 1e-13 * scale) & allowed & differs.logical_not();
        var dice = new Random(1);
        var first = Some(differs, Most / 2, dice);
        return [.. first, .. Some(others, Most - first.Length, dice)];
    }

    private static long[] Some(Tensor mask, int count, Random dice)
    {
        var at = mask.nonzero().flatten();
        var all = at.numel();
        if (all <= count) return at.data<long>().ToArray();
        var chosen = new SortedSet<long>();
        while (chosen.Count < count) chosen.Add(dice.NextInt64(all));
        return at.index_select(0, tensor(chosen.ToArray(), ScalarType.Int64)).data<long>().ToArray();
    }
}
