namespace ScratchVsAutograd;

/// <summary>A hand-written gradient is not autograd's. The message is the text report.</summary>
/// <param name="report">What was found.</param>
public sealed class GradientMismatchException(ComparisonReport report) : Exception(Environment.NewLine + TextReport.Of(report))
{
    /// <summary>What was found.</summary>
    public ComparisonReport Report { get; } = report;
}
