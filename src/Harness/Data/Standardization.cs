using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Data;

/// <summary>
/// X ↦ (X − mean) / deviation with one mean and one unbiased standard deviation over all numbers of the training set,
/// all in float32. A set of equal numbers has no deviation: it is divided by 1, so that X becomes zero.
/// </summary>
/// <param name="Mean">In units of the features.</param>
/// <param name="Deviation">In units of the features; greater than zero.</param>
internal sealed record Standardization(float Mean, float Deviation)
{
    /// <summary>The standardization of that training set.</summary>
    public static Standardization Of(LabelledRows training)
    {
        ArgumentNullException.ThrowIfNull(training);
        // Asked of the numbers, not of the deviation: rounding in their mean can leave that a little above zero.
        if (training.Values.IndexOfAnyExcept(training.Values[0]) < 0) return new Standardization(training.Values[0], 1);
        using var scope = NewDisposeScope();
        var X = training.ValuesTensor();
        var deviation = X.std().item<float>();
        return new Standardization(X.mean().item<float>(), deviation > 0 ? deviation : 1);
    }

    /// <summary>(X − mean) / deviation, in the caller's dispose scope.</summary>
    /// <param name="X">Features as read, any shape, float32.</param>
    public Tensor Apply(Tensor X)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter((X - Mean) / Deviation);
    }
}
