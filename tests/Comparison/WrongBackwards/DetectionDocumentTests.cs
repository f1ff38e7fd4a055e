using ScratchVsAutograd.Tests.Comparison.WrongBackwards.Detectors;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>docs/detection.md says what is measured here.</summary>
public sealed class DetectionDocumentTests : TensorTest
{
    [Fact]
    public void The_table_is_what_the_detectors_find()
    {
        var measured = DetectionTable.Render(
            WrongBackwardCatalog.All, [new AllCloseDetector(), new FiniteDifferenceDetector(), new EngineDetector()]);
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "detection.md")).ReplaceLineEndings("\n");
        Assert.True(
            document.Contains(measured, StringComparison.Ordinal),
            $"docs/detection.md does not have the table that was measured; it should be:\n{measured}");
    }
}
