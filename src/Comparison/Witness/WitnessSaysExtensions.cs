namespace ScratchVsAutograd.Comparison.Witness;

/// <summary>The outcomes in words.</summary>
internal static class WitnessSaysExtensions
{
    /// <summary>The word used in every output, such as <c>inconclusive: kink</c>.</summary>
    public static string Word(this WitnessSays says) => says switch
    {
        WitnessSays.InconclusiveKink => "inconclusive: kink",
        _ => says.ToString().ToLowerInvariant(),
    };
}
