using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table.Whole;

/// <summary>What was pooled, or reduced along an axis, spread back: every element of a window gets its window's value.</summary>
internal static class Repeated
{
    /// <summary>A named tensor's value in every place of its window; null where its shape does not divide the space.</summary>
    public static Expression? Value(Atoms atoms, string name, long[] space) => Spread(atoms, name, space, name, scene => scene.Value(name));

    /// <summary>Its gradient there.</summary>
    public static Expression? Gradient(Atoms atoms, string name, long[] space)
        => Spread(atoms, name, space, $"d{name}", scene => scene.Gradient(name));

    private static Computed? Spread(Atoms atoms, string name, long[] space, string text, Func<Scene, Tensor?> value)
    {
        if (atoms.Shape(name) is not { } shape || shape.Length != space.Length || shape.AsSpan().SequenceEqual(space)) return null;
        var times = space.Zip(shape).Select(axis => axis.First % axis.Second == 0 ? axis.First / axis.Second : 0).ToArray();
        // A size of 1 is broadcast, which needs no words.
        if (times.Contains(0) || !times.Zip(shape).Any(axis => axis.First > 1 && axis.Second > 1)) return null;
        return new Computed($"repeat({text}, {string.Join('×', times)})", Binding.Name, 2, scene =>
        {
            if (value(scene) is not { } spread) return null;
            foreach (var (axis, count) in times.Index().Where(axis => axis.Item > 1)) spread = spread.repeat_interleave(count, axis);
            return spread;
        });
    }
}
