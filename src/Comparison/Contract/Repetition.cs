namespace ScratchVsAutograd.Comparison.Contract;

/// <summary>In what the two runs of a pair differ whose gradients must not.</summary>
internal enum Repetition
{
    /// <summary>In nothing.</summary>
    Same,

    /// <summary>In the memory layout of the upstream gradients: with gaps between the elements.</summary>
    Gapped,

    /// <summary>In that layout: expanded from one element (stride 0).</summary>
    Expanded,
}
