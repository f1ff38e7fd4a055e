namespace ScratchVsAutograd.Scratch.Catalogue;

/// <summary>One argument of an op.</summary>
/// <param name="Name">As in the op's equation.</param>
/// <param name="Shape">Its shape; <see cref="Batch"/> stands for the number of examples.</param>
/// <param name="Values">How it is drawn.</param>
/// <param name="IsConstant">Whether it has no gradient: labels, masks, indices.</param>
internal sealed record Argument(string Name, long[] Shape, Values Values, bool IsConstant = false)
{
    /// <summary>The size that stands for the number of examples in a shape.</summary>
    public const long Batch = -1;
}
