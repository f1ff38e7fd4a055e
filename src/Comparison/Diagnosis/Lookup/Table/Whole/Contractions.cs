using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table.Whole;

/// <summary>
/// Sums over the products of a gradient and a named tensor, axes matched in any way: heads, bilinear forms, batches. Each also with one
/// summed axis cut to its last place: what is left where a loop assigns instead of adding.
/// </summary>
internal static class Contractions
{
    private const int Most = 24;
    private const string Letters = "abcdefghij";

    /// <summary>Those that have the space's shape, and that no matrix product is.</summary>
    public static IEnumerable<Expression> Of(Atoms atoms, IReadOnlyList<string> upstreams, long[] space)
        => from upstream in upstreams
           let gradient = atoms.Shape(upstream)
           where gradient is { Length: >= 1 and <= 4 }
           from name in atoms.Others.Concat(atoms.Consumers).Prepend(atoms.Own).Where(name => !atoms.IsIndex(name)).Take(6)
           let other = atoms.Shape(name)
           where other is { Length: >= 1 and <= 4 } && gradient.Length + other.Length + space.Length > 6
           from expression in Matched(upstream, gradient, name, other, space).Take(Most)
           select expression;

    private static IEnumerable<Expression> Matched(string upstream, long[] gradient, string name, long[] other, long[] space)
    {
        var first = Letters[..gradient.Length];
        foreach (var second in Labels(first, gradient, other))
        {
            var all = first.Zip(gradient).Concat(second.Zip(other)).DistinctBy(axis => axis.First).ToList();
            foreach (var result in Results(all, space, ""))
            {
                var summed = all.Select(axis => axis.First).Except(result).ToList();
                // A product over all of both is none that backward passes have.
                if (!second.Any(first.Contains)) continue;
                yield return Made(result, null);
                foreach (var letter in summed.Where(letter => first.Contains(letter) && second.Contains(letter)))
                    yield return Made(result, letter);
            }

            Computed Made(string result, char? last)
            {
                var equation = $"{first},{second}->{result}";
                var text = $"einsum(\"{equation}\", d{upstream}, {name})";
                return new(last is null ? text : $"{text} at the last {last} only", Binding.Name, last is null ? 4 : 5, scene =>
                {
                    if (scene.Gradient(upstream) is not { } g || scene.Value(name) is not { } value) return null;
                    if (last is { } letter) (g, value) = (Last(g, first.IndexOf(letter)), Last(value, second.IndexOf(letter)));
                    return einsum(equation, g, value);
                });
            }
        }
    }

    private static Tensor Last(Tensor tensor, int axis) => tensor.narrow(axis, tensor.shape[axis] - 1, 1);

    // Each axis of the second is one of the first of the same size, or one of its own.
    private static IEnumerable<string> Labels(string first, long[] gradient, long[] other)
    {
        IEnumerable<string> found = [""];
        foreach (var (place, size) in other.Index())
        {
            found = found.SelectMany(text => first.Where((letter, axis) => gradient[axis] == size && !text.Contains(letter))
                .Append(Letters[first.Length + place]).Select(letter => text + letter));
        }

        return found;
    }

    private static IEnumerable<string> Results(List<(char Letter, long Size)> all, long[] space, string before)
        => before.Length == space.Length
            ? [before]
            : all.Where(axis => axis.Size == space[before.Length] && !before.Contains(axis.Letter))
                .SelectMany(axis => Results(all, space, before + axis.Letter));
}
