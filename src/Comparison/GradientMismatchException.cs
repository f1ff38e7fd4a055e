namespace ScratchVsAutograd;

/// <summary>A hand-written gradient is not autograd's. The message is the text report.</summary>
/// <param name="report">What was found.</param>
public sealed class GradientMismatchException(ComparisonReport report) : Exception(Environment.NewLine + TextReport.Of(report))
{
    /// <summary>What was found.</summary>
    public ComparisonReport Report { get; } = report;

    /// <summary>The HTML page that was written of it; null where none was asked for, or it could not be written.</summary>
    public string? Page { get; init; }

    /// <inheritdoc />
    public override string Message => Page is null ? base.Message : $"{base.Message}page      {Page}{Environment.NewLine}";
}
