namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>How far each side's working-precision gradient is from autograd's float64 one, which counts as the truth.</summary>
/// <param name="ScratchError">max |scratch − truth| / max |truth|.</param>
/// <param name="AutogradError">max |autograd − truth| / max |truth|.</param>
/// <param name="ScratchDigitsLost">Decimal digits of the dtype that scratch lost.</param>
/// <param name="AutogradDigitsLost">Decimal digits of the dtype that autograd lost.</param>
public sealed record PrecisionEvidence(
    double ScratchError, double AutogradError, double ScratchDigitsLost, double AutogradDigitsLost);
