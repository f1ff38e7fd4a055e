namespace ScratchVsAutograd.Harness.Check;

/// <summary>What a compiler found, in a sentence.</summary>
internal static class Errors
{
    /// <summary>The first error, and how many others there are.</summary>
    /// <param name="errors">One or more.</param>
    public static string InASentence(IReadOnlyList<string> errors)
    {
        var others = errors.Count - 1;
        var more = others < 1 ? "" : FormattableString.Invariant($", and {others} more error{(others == 1 ? "" : "s")}");
        return errors[0].TrimEnd('.') + more;
    }
}
