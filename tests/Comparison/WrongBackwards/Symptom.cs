namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>By what a wrong backward pass can be recognized: the verdict to expect for the tensor at fault.</summary>
public enum Symptom
{
    /// <summary>The gradient's values differ although its upstream gradient was right: <c>origin</c>.</summary>
    Values,

    /// <summary>Nobody writes the gradient: <c>missing</c>. There is no line.</summary>
    Missing,

    /// <summary>A gradient is written for what the loss does not depend on: <c>extra</c>.</summary>
    Extra,

    /// <summary>Another shape than the tensor's: <c>shape</c>.</summary>
    Shape,

    /// <summary>Another dtype than the tensor's: <c>dtype</c>.</summary>
    Dtype,

    /// <summary>NaN or ±∞ where the derivative is finite: <c>non-finite</c>.</summary>
    NonFinite,

    /// <summary>Backward changed the tensor, or the gradient handed over for it: <c>modified</c>.</summary>
    Modified,

    /// <summary>A second run gives another answer: <c>unrepeatable</c>.</summary>
    Unrepeatable,

    /// <summary>Right in float64, digits lost in float32: <c>unstable</c>.</summary>
    Unstable,

    /// <summary>
    /// The upstream gradient was read before all of it had been written: the tensor is wrong chained, and no tensor is
    /// wrong in isolation. The line is that of the reading.
    /// </summary>
    ReadTooEarly,

    /// <summary>Wrong only for an upstream gradient that is not contiguous in memory.</summary>
    RawStrides,
}
