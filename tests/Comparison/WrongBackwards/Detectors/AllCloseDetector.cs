using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Detectors;

/// <summary>
/// What most people write: <c>torch.allclose</c> at its default tolerance on every named gradient, once, in float32.
/// It broadcasts, and throws where the dtypes differ.
/// </summary>
public sealed class AllCloseDetector : Detector
{
    public override string Name => "allclose";

    protected override bool Rejects(Computation computation, Subject subject)
    {
        var run = PlainRun.Of(computation, ScalarType.Float32);
        return !run.Names.All(name => Passes(run.Scratch(name), run.Autograd(name)));
    }

    private static bool Passes(Tensor? scratch, Tensor? autograd)
    {
        if (scratch is null || autograd is null) return scratch is null && autograd is null;
        try
        {
            return scratch.allclose(autograd);
        }
        catch (ExternalException)
        {
            return false; // shapes that do not broadcast, or dtypes that differ: whoever runs it sees the exception
        }
    }
}
