using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>What a mistake does to the gradients, measured in float64 without the engine's judge.</summary>
internal static class MutationEffect
{
    /// <summary>A gradient is changed where it moves by more than this part of its largest element.</summary>
    private const double Noticeable = 1e-3;

    /// <summary>
    /// A gradient that is another by more than this part in float32 is itself nothing but rounding, such as that of a bias before a
    /// normalization: neither twice nor half of it is wrong.
    /// </summary>
    private const double Steady = 0.5;

    /// <summary>Whether a mistake changes some compared gradient that is more than rounding.</summary>
    public static bool IsNoticeable(RandomComputation right, Mutation mutation, Recipe recipe)
    {
        using var scope = NewDisposeScope();
        var run = Run(right, recipe, ScalarType.Float64);
        var wrong = Run(right.With(mutation), recipe, ScalarType.Float64);
        var single = Run(right, recipe, ScalarType.Float32);
        return run.Compared.Any(name => Change(run, wrong, name) > Noticeable && Change(run, single, name) < Steady);
    }

    private static PrecisionRun Run(RandomComputation computation, Recipe recipe, ScalarType dtype)
        => PrecisionRun.Of(
            new Stage(computation, CPU, recipe.Dtype, Coverage.OfWhatIsOwed(computation, recipe.Inputs), isCast: true), dtype);

    // Relative to the right gradient's largest element; NaN where there is none.
    private static double Change(PrecisionRun right, PrecisionRun other, string name)
    {
        if (right.ChainedGradient(name) is not { } gradient || gradient.numel() == 0) return double.NaN;
        var change = other.ChainedGradient(name) is { } changed ? changed - gradient : gradient;
        return (change.abs().max() / gradient.abs().max()).item<double>();
    }
}
