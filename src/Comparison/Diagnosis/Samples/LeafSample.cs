using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Samples;

/// <summary>
/// A large computation on some rows and columns of its leaves, drawn with a fixed seed: the same code, so wrong in the same way, and a
/// formula that holds there is tried on all elements once it is found.
/// </summary>
internal static class LeafSample
{
    /// <summary>The computation on the sample; its leaves live in this dispose scope.</summary>
    public static Computation Of(Computation computation, Sizes sizes)
    {
        using var unrecorded = no_grad();
        using var scope = NewDisposeScope();
        var places = new Dictionary<long, Tensor>();
        var all = computation.Leaves.SelectMany(leaf => leaf.Value.shape).Distinct().Order().ToList();
        var values = computation.Leaves.ToDictionary(
            leaf => leaf.Name, leaf => scope.MoveToOuter(Drawn(leaf.Value.detach())), StringComparer.Ordinal);
        return new VariedComputation(computation, values);

        Tensor Drawn(Tensor value)
        {
            var drawn = value;
            // A distribution stays one, a label one of the classes that there are.
            var isOneSum = value.is_floating_point() && LeafStructure.HasRowsOfOneSum(value.to(ScalarType.Float64).cpu());
            for (var axis = 0; axis < value.dim(); axis++)
            {
                var size = value.shape[axis];
                if (sizes.Of(size) == size) continue;
                drawn = isOneSum && axis == value.dim() - 1
                    ? Folded(drawn, axis, sizes.Of(size))
                    : drawn.index_select(axis, Places(size).to(value.device));
            }

            if (value.dtype == ScalarType.Int64 && value.numel() > 0) drawn = Labels(drawn, value.max().item<long>());
            return drawn.clone();
        }

        // The same ones for all that have that size, so that rows keep their labels.
        Tensor Places(long size)
        {
            if (places.TryGetValue(size, out var known)) return known;
            var dice = new Random((int)(size % 1_000_003));
            var chosen = new SortedSet<long>();
            while (chosen.Count < sizes.Of(size)) chosen.Add(dice.NextInt64(size));
            return places[size] = tensor(chosen.ToArray(), ScalarType.Int64);
        }

        // Which size they count to is the least that is larger than all of them.
        Tensor Labels(Tensor drawn, long largest)
        {
            var classes = all.Find(size => size > largest);
            return classes == 0 || sizes.Of(classes) == classes ? drawn : where(drawn >= 0, drawn.remainder(sizes.Of(classes)), drawn);
        }
    }

    private static Tensor Folded(Tensor value, int axis, long count)
    {
        var shape = value.shape;
        var into = arange(shape[axis], ScalarType.Int64, value.device) % count;
        shape[axis] = count;
        return zeros(shape, value.dtype, value.device).index_add_(axis, into, value, 1);
    }
}
