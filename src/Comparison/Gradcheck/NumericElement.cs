namespace ScratchVsAutograd.Comparison.Gradcheck;

/// <summary>One element's gradient, three ways.</summary>
/// <param name="Index">Row-major flat index, counted from 0.</param>
/// <param name="Scratch">The hand-written gradient.</param>
/// <param name="Autograd">Autograd's gradient.</param>
/// <param name="FiniteDifference">dL/dt at that element, measured.</param>
internal sealed record NumericElement(long Index, double Scratch, double Autograd, double FiniteDifference)
{
    /// <summary>|scratch − finite difference|.</summary>
    public double ScratchError => Math.Abs(Scratch - FiniteDifference);

    /// <summary>|autograd − finite difference|.</summary>
    public double AutogradError => Math.Abs(Autograd - FiniteDifference);
}
