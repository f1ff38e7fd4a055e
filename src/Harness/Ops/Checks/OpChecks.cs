using ScratchVsAutograd.Scratch.Catalogue;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Ops.Checks;

/// <summary>All that is checked of an op, the plainest first.</summary>
internal static class OpChecks
{
    /// <summary>How far two float64 results may be apart that only rounding keeps apart.</summary>
    private static readonly Tolerance Rounding = new(1e-10, 1e-12);

    /// <summary>The columns of the table.</summary>
    public static IReadOnlyList<OpCheck> All { get; } =
    [
        OpCheck.OfCases("forward", "forward is the reference's, in float64", Every, Forward),
        OpCheck.OfCases(
            "f64", "backward is autograd's in float64, and keeps to its contract", Every,
            (one, device) => Compared(one, ScalarType.Float64, device)),
        OpCheck.OfCases("f32", "the same in float32", Every, (one, device) => Compared(one, ScalarType.Float32, device)),
        OpCheck.OfCases("bf16", "the same in bfloat16", one => one.TakesHalf, (one, device) => Compared(one, ScalarType.BFloat16, device)),
        OpCheck.OfCases("slopes", "backward is what finite differences of every element say", one => one.IsSmooth, Slopes.Fault),
        OpCheck.OfCases(
            "one", "a batch of one is like any other", one => one.HasBatch,
            (one, device) => Compared(one, ScalarType.Float64, device, batch: 1)),
        OpCheck.OfCases("none", "a batch of none gives gradients of no element, or zero", one => one.HasBatch
            && one.TakesEmptyBatch, (one, device) => Compared(one, ScalarType.Float64, device, batch: 0)),
        OpCheck.OfCases("strides", "gaps and strides of zero in inputs and upstream change nothing", Every, Layouts.Fault),
        OpCheck.OfCases("again", "a second call adds to the first", Every, Again),
        OpCheck.OfCases("wants", "what nobody wants is not written, and the rest does not change", Every, Wanted.Fault),
        OpCheck.OfCases("memory", "no tensor is left alive but the results", Every, LiveAfterwards.Fault),
        new(
            "rejects", "a gradient that is zeroed, 0.1 % too large, of a wrong sign at one element, transposed or NaN is refused",
            Sensitivity.Faults),
        new("refuses", "what does not fit is refused with a sentence", Refusals),
    ];

    /// <summary>Whether two results are equal but for rounding; NaN is equal to NaN alone.</summary>
    public static bool AreEqual(Tensor one, Tensor other)
        => one.shape.SequenceEqual(other.shape) && one.dtype == other.dtype
            && one.allclose(other, Rounding.Relative, Rounding.Absolute, equal_nan: true);

    private static bool Every(OpCase one) => true;

    private static string? Forward(OpCase one, Device device)
    {
        var leaves = one.Leaves(ScalarType.Float64, device);
        var Y = new OpRun(one, leaves).Y;
        var reference = one.Reference(new Trace(leaves));
        return AreEqual(Y, reference)
            ? null
            : FormattableString.Invariant($"forward differs from the reference by {(Y - reference).abs().max().item<double>():g3}");
    }

    private static string? Compared(OpCase one, ScalarType dtype, Device device, long batch = OpCase.UsualBatch)
    {
        var report = Comparer.Run(
            one.Computation(one.Leaves(dtype, device, batch)), new ComparisonOptions { Inputs = true, Device = device });
        return report.Agrees ? null : TextReport.Of(report);
    }

    private static string? Again(OpCase one, Device device)
    {
        var run = new OpRun(one, one.Leaves(ScalarType.Float64, device));
        var upstream = run.Upstream();
        var once = run.Backward(upstream);
        // What the op names inside would be added up with what it holds already, and handed on twice.
        if (run.NamesIntermediates) return null;
        var twice = run.Backward(run.Backward(upstream));
        var other = run.Differentiable.FirstOrDefault(leaf => !AreEqual(twice.Find(leaf.Value)!, once.Find(leaf.Value)! * 2));
        return other is null ? null : $"after a second call the gradient of {other.Name} is not twice what it was";
    }

    private static IReadOnlyList<string>? Refusals(OpRow row, Device device)
        => row.Refusals.Count == 0 ? null : [.. row.Refusals.Select(refusal => Refused(row, refusal)).OfType<string>()];

    private static string? Refused(OpRow row, Refusal refusal)
    {
        using var scope = NewDisposeScope();
        try
        {
            refusal.Call();
        }
        catch (ArgumentException exception)
        {
            return exception.Message.StartsWith(refusal.Sentence, StringComparison.Ordinal)
                ? null
                : $"{row.Name}, {refusal.What}: refused with \"{exception.Message}\", expected \"{refusal.Sentence}\"";
        }

        return $"{row.Name}, {refusal.What}: was not refused";
    }
}
