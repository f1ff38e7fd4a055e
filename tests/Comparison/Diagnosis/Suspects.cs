using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis;

/// <summary>Tensors at fault to try a hypothesis on.</summary>
internal static class Suspects
{
    /// <summary>That tensor of a float32 computation, as the engine would see it: judged in float32, explained in float64.</summary>
    public static Suspect Of(Computation computation, string tensor)
    {
        var report = Comparer.Run(computation, new ComparisonOptions { WhyTime = TimeSpan.Zero, Witness = WitnessMode.Never }).Tensors
            .Single(report => report.Name == tensor);
        var stage = StageOf(computation);
        return new Suspect(stage, PrecisionRun.Of(stage, ScalarType.Float64), report);
    }

    /// <summary>What runs it, in float32 as the working precision.</summary>
    public static Stage StageOf(Computation computation)
        => new(computation, CPU, ScalarType.Float32, Coverage.OfWhatIsOwed(computation, inputs: true), isCast: true);

    /// <summary>The same computation, each term of its gradients off by a few millionths: near enough to fool a sloppy fit.</summary>
    public static Computation Blurred(Computation computation)
        => Computation.From(
            computation.Name, computation.Leaves, computation.Forward, (t, d) => computation.Backward(t, new BlurringGradients(t, d)));

    private sealed class BlurringGradients(Trace trace, Gradients inner) : Gradients(trace)
    {
        private protected override Tensor Read(Tensor tensor, SourceLocation readAt)
            => inner[tensor, readAt.File, readAt.Line, readAt.Member];

        private protected override void OnAdded(Tensor tensor, Contribution term)
            => inner.Add(tensor, Blurred(term.Value), term.WrittenAt.File, term.WrittenAt.Line, term.WrittenAt.Member);

        private static Tensor Blurred(Tensor term)
        {
            var wave = arange(term.numel(), dtype: term.dtype).mul(1.7).sin().reshape(term.shape);
            return term * (1 + 3e-6 * wave);
        }
    }
}
