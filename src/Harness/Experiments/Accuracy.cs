using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>The share of rows whose largest logit is that of their class.</summary>
internal static class Accuracy
{
    /// <summary>Of training and of validation.</summary>
    /// <param name="logits">What the trace calls the logits (N, C).</param>
    /// <param name="classes">What it calls the classes: int64 (N,), or one-hot (N, C).</param>
    public static ImmutableArray<Measure> Measures(string logits, string classes) =>
    [
        new Measure("training_accuracy", "train %", IsOfValidation: false, t => Of(t[logits], t[classes])),
        new Measure("validation_accuracy", "valid %", IsOfValidation: true, t => Of(t[logits], t[classes])),
    ];

    // The largest logit is the largest probability; a row with NaN, for which argmax names the NaN's column, is never right.
    private static double Of(Tensor logits, Tensor classes)
    {
        var expected = classes.dim() == 2 ? classes.argmax(1) : classes;
        var right = (logits.argmax(1) == expected) & ~logits.isnan().any(1);
        return right.sum().item<long>() / (double)logits.shape[0];
    }
}
