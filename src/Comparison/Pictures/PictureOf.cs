namespace ScratchVsAutograd.Comparison.Pictures;

/// <summary>What a picture was taken of.</summary>
internal enum PictureOf
{
    /// <summary>The backward on what it wrote itself, in the working precision.</summary>
    Chained,

    /// <summary>The backward on autograd's upstream gradients, in the working precision.</summary>
    Isolated,

    /// <summary>The chained run in float64.</summary>
    ChainedInFloat64,

    /// <summary>The isolated run in float64.</summary>
    IsolatedInFloat64,
}
