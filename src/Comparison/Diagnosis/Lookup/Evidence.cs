using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>The runs that a formula has to hold on: this one, and those on other leaf values.</summary>
internal sealed class Evidence : IDisposable
{
    private const int Few = 6;

    // So many different numbers more than constants that were fitted.
    private const int Surplus = 3;

    // Where rounding is coarse, what is left must be little beside what is to be explained.
    private const double Weighty = 0.01;

    private readonly Lazy<IReadOnlyList<Scene>> fresh;
    private readonly Func<Scene, Tensor?>? region;
    private readonly Lazy<Sample> sample;

    /// <summary>Gathers it.</summary>
    /// <param name="scene">This run.</param>
    /// <param name="fresh">The others, run when they are asked for.</param>
    /// <param name="isOneNumber">Whether what is sought is one number for a whole run, and so needs several to be told from a
    /// constant.</param>
    public Evidence(Scene scene, Lazy<IReadOnlyList<Scene>> fresh, bool isOneNumber = false)
        : this(scene, fresh, null, "", isOneNumber)
    {
    }

    private Evidence(Scene scene, Lazy<IReadOnlyList<Scene>> fresh, Func<Scene, Tensor?>? region, string where, bool isOneNumber = false)
    {
        (Scene, this.fresh, this.region, Where) = (scene, fresh, region, where);
        sample = new(() => Sample.Of(Scenes, region, isOneNumber));
    }

    /// <summary>This run.</summary>
    public Scene Scene { get; }

    /// <summary>Where it is about part of the gradient only, which; empty for all of it.</summary>
    public string Where { get; }

    /// <summary>Whether a mask cuts it out.</summary>
    public bool IsPart => region is not null;

    /// <summary>What expressions are told apart by.</summary>
    public Sample Sample => sample.Value;

    /// <summary>How many other runs there are.</summary>
    public int FreshRuns => fresh.Value.Count;

    /// <inheritdoc />
    public void Dispose()
    {
        if (sample.IsValueCreated) Sample.Dispose();
        // A part shares the runs with the whole.
        if (region is not null) return;
        Scene.Dispose();
        if (!fresh.IsValueCreated) return;
        foreach (var other in fresh.Value) other.Dispose();
    }

    private IEnumerable<Scene> Scenes
    {
        get
        {
            yield return Scene;
            foreach (var other in fresh.Value) yield return other;
        }
    }

    /// <summary>The same for the elements where an expression is not zero.</summary>
    public Evidence In(Expression mask)
        => new(Scene, fresh, scene => scene.Everywhere(mask, scene.Shape) is { } where ? where != 0 : null, Place(mask));

    private static string Place(Expression mask)
        => mask.Text.StartsWith('[') && mask.Text.EndsWith(']')
            ? mask.Text[1..^1]
            : mask.Text.StartsWith("not ", StringComparison.Ordinal) ? $"{mask.Text[4..]} is 0" : $"{mask.Text} is not 0";

    /// <summary>What backward wrote, or what it should have, on the sample.</summary>
    public double[] Values(Func<Scene, Tensor> of) => Sample.Values(new NamedTensor("target", of, 0)) ?? [];

    /// <summary>Whether the target has enough different numbers for a formula with so many constants to mean something.</summary>
    public bool Suffices(double[] target, int constants)
    {
        var scale = Vectors.Largest(target);
        if (scale == 0) return false;
        var different = target.Select(value => Math.Round(value / scale, 6)).Distinct().Count();
        // A constant is the same everywhere, or a sign with it, which so many elements do not become by chance.
        if (different <= 2 && constants <= 1) return FreshRuns > 0 && target.Length >= (constants == 0 ? Few : Sample.Enough);
        // So do two numbers in one pattern, where there are more of them.
        if (different == 2 && constants == 2) return FreshRuns > 0 && target.Length >= Sample.Enough;
        return different >= Surplus + constants && (FreshRuns > 0 || different >= Sample.Enough);
    }

    /// <summary>What a formula leaves of the target on all elements of all runs; null where it does not fit on one of them.</summary>
    public double? Residual(Formula formula, Func<Scene, Tensor> target)
    {
        var largest = 0.0;
        foreach (var scene in Scenes)
        {
            using var scope = NewDisposeScope();
            if (formula.On(scene) is not { } found) return null;
            var (wanted, mask) = (target(scene), region?.Invoke(scene));
            var difference = found - wanted;
            if (mask is not null) (difference, wanted) = (difference.masked_select(mask), wanted.masked_select(mask));
            if (wanted.numel() == 0) continue;
            var (left, scale) = (Match.Largest(difference), Match.Largest(wanted));
            // What is left over by a subtraction has the rounding of what was subtracted.
            var rounding = 1e-13 * Math.Max(Match.Largest(scene.Scratch), Match.Largest(scene.Autograd));
            if (!(left <= scene.Rounding * scale + rounding)) return null;
            if (scene.Rounding > Vectors.Rounding && !(left <= Weighty * Match.Largest(scene.Scratch - scene.Autograd))) return null;
            if (scale > 0) largest = Math.Max(largest, left / scale);
        }

        return largest;
    }
}
