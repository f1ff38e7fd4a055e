namespace ScratchVsAutograd;

/// <summary>A custom function's backward is not its forward's derivative, or does what none may. The message is the text report.</summary>
/// <param name="report">What was found.</param>
public sealed class FunctionMismatchException(FunctionReport report) : Exception(Environment.NewLine + FunctionTextReport.Of(report))
{
    /// <summary>What was found.</summary>
    public FunctionReport Report { get; } = report;
}
