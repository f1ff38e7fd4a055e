
namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Detectors;

/// <summary>This project's own comparison, at its defaults.</summary>
public sealed class EngineDetector : Detector
{
    public override string Name => "ScratchVsAutograd";

    protected override bool Rejects(Computation computation, Subject subject)
        => !Comparer.Run(computation, new ComparisonOptions { Witness = WitnessMode.Never, WhyTime = TimeSpan.Zero }).Agrees;
}
