namespace ScratchVsAutograd;

/// <summary>What the verdicts mean for the whole.</summary>
public static class FunctionVerdictExtensions
{
    /// <summary>Whether an input with that verdict lets the check pass. What says nothing does not.</summary>
    public static bool Passes(this FunctionVerdict verdict) => verdict is FunctionVerdict.Agree or FunctionVerdict.Zero;
}
