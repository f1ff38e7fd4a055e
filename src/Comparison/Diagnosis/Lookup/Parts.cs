using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>The part of a gradient that is wrong, where a mask tells it from the part that is right.</summary>
internal static class Parts
{
    private const long Fewest = 4;

    /// <summary>The smallest mask that covers all that differs; null where nothing is right, or no mask does.</summary>
    public static Expression? Find(Scene scene, IEnumerable<Expression> masks)
    {
        using var scope = NewDisposeScope();
        var scale = Math.Max(Match.Largest(scene.Scratch), Match.Largest(scene.Autograd));
        var differs = (scene.Scratch - scene.Autograd).abs() > 1e-9 * scale;
        // Where both are zero there is nothing to be right.
        var right = differs.logical_not() & (scene.Autograd.abs() > 1e-13 * scale);
        if (Count(differs) < Fewest || Count(right) < Fewest) return null;
        return masks.SelectMany(mask => (Expression[])[mask, new Pointwise(Function.Not, mask)])
            .Select(mask => (mask, Covers: scene.Everywhere(mask, scene.Shape)))
            .Where(mask => mask.Covers is not null && !(differs & (mask.Covers! == 0)).any().item<bool>())
            .Select(mask => (mask.mask, Right: Count(right & (mask.Covers! != 0))))
            .Where(mask => mask.Right == 0)
            .OrderBy(mask => mask.mask.Complexity)
            .Select(mask => mask.mask).FirstOrDefault();
    }

    private static long Count(Tensor mask) => mask.sum().item<long>();
}
