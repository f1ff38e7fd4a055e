namespace ScratchVsAutograd;

/// <summary>What the verdicts mean for the whole.</summary>
public static class VerdictExtensions
{
    /// <summary>Whether a tensor with that verdict lets the comparison pass.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="strict">Whether only agreement and zero gradients pass.</param>
    public static bool Passes(this Verdict verdict, bool strict)
        => verdict is Verdict.Agree or Verdict.Zero || (!strict && (verdict is Verdict.Rounding or Verdict.Reference));

    /// <summary>Whether the mistake is made at that tensor, rather than handed on to it.</summary>
    public static bool IsAtFault(this Verdict verdict)
        => verdict is Verdict.Origin or Verdict.Unstable or Verdict.Missing or Verdict.Extra or Verdict.Shape or Verdict.Dtype
            or Verdict.Modified or Verdict.Unrepeatable;
}
