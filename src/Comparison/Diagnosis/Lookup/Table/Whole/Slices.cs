using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table.Whole;

/// <summary>
/// The gradient of a slice or a concatenation: one that is shorter along an axis, with zeros around it, or a part of a longer one.
/// </summary>
internal static class Slices
{
    private const int Most = 10;

    /// <summary>Those that have the space's shape.</summary>
    public static IEnumerable<Expression> Of(Atoms atoms, IReadOnlyList<string> upstreams, long[] space)
        => from name in upstreams
           let shape = atoms.Shape(name)
           where shape is not null && shape.Length == space.Length
           let axes = Enumerable.Range(0, space.Length).Where(axis => shape[axis] != space[axis]).ToArray()
           where axes.Length == 1 && shape[axes[0]] > 1
           let axis = axes[0]
           from expression in shape[axis] < space[axis] ? Padded(name, shape, space, axis) : Taken(name, shape, space, axis)
           select expression;

    private static IEnumerable<Expression> Padded(string name, long[] shape, long[] space, int axis)
        => from start in Starts(space[axis] - shape[axis], shape[axis])
           select new Computed($"pad{Digit(axis)}(d{name}, {start} before)", Binding.Name, 2, scene =>
           {
               if (scene.Gradient(name) is not { } gradient) return null;
               var padded = zeros(space, gradient.dtype);
               padded.narrow(axis, start, shape[axis]).copy_(gradient);
               return padded;
           });

    private static IEnumerable<Expression> Taken(string name, long[] shape, long[] space, int axis)
        => from start in Starts(shape[axis] - space[axis], space[axis])
           let before = string.Concat(Enumerable.Repeat(":, ", axis))
           select new Computed($"d{name}[{before}{start}:{start + space[axis]}]", Binding.Name, 2, scene => scene.Gradient(name)?.narrow(axis, start, space[axis]));

    // The ends, whole parts, and what is next to them.
    private static IEnumerable<long> Starts(long room, long part)
        => new[] { 0, room }.Concat(Enumerable.Range(1, Most).Select(count => count * part)).Concat(Enumerable.Range(1, Most).Select(count => (long)count))
            .Where(start => start <= room).Distinct().Take(2 * Most);

    private static char Digit(int axis) => (char)('₀' + axis);
}
