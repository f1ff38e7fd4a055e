using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Detectors;

/// <summary>
/// Elementwise central differences of every parameter in float64, at the defaults of PyTorch's <c>gradcheck</c>: a step of
/// 1e-6, an absolute tolerance of 1e-5, a relative one of 1e-3.
/// </summary>
public sealed class FiniteDifferenceDetector : Detector
{
    private const double AbsoluteTolerance = 1e-5;
    private const double RelativeTolerance = 1e-3;

    private readonly Dictionary<string, Dictionary<string, NumericalGradient>> known = new(StringComparer.Ordinal);

    public override string Name => "finite differences";

    protected override bool Rejects(Computation computation, Subject subject)
    {
        var run = PlainRun.Of(computation, ScalarType.Float64);
        return !Numerical(subject).All(leaf => Passes(run.Scratch(leaf.Key), leaf.Value.Central));
    }

    /// <summary>All versions of a subject share its forward pass, and the two passes an element are what takes the time.</summary>
    private Dictionary<string, NumericalGradient> Numerical(Subject subject)
        => known.TryGetValue(subject.Name, out var found) ? found : known[subject.Name] = NumericalGradient.Of(subject);

    /// <summary>Like gradcheck, it takes a gradient that is not there for zero.</summary>
    private static bool Passes(Tensor? scratch, Tensor numerical)
    {
        try
        {
            return (scratch ?? zeros_like(numerical)).allclose(numerical, RelativeTolerance, AbsoluteTolerance);
        }
        catch (ExternalException)
        {
            return false; // shapes that do not broadcast: whoever runs it sees the exception
        }
    }
}
