namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>What a backward pass is given when it reads an upstream gradient.</summary>
internal enum Upstream
{
    /// <summary>What it has written itself: the pass as it is.</summary>
    Written,

    /// <summary>Autograd's, contiguous: every op on a right upstream gradient.</summary>
    Autograd,

    /// <summary>Autograd's, in a memory layout of its own.</summary>
    Strided,
}
