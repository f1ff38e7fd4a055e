namespace ScratchVsAutograd;

/// <summary>One element, both ways.</summary>
/// <param name="Index">Row-major flat index, counted from 0.</param>
/// <param name="Scratch">The hand-written value, exact (every supported dtype fits a double).</param>
/// <param name="Autograd">Autograd's value, exact.</param>
/// <param name="Budget">|scratch − autograd| / (atol + rtol·|autograd|): above 1 is out of tolerance; +∞ where either is not finite and
/// they differ.</param>
/// <param name="Ulp">How many representable numbers of the dtype lie between the two; null where either is not finite.</param>
public sealed record ElementDiff(long Index, double Scratch, double Autograd, double Budget, ulong? Ulp)
{
    /// <summary>scratch − autograd.</summary>
    public double Difference => Scratch - Autograd;
}
