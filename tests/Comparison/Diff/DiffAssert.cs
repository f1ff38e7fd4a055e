namespace ScratchVsAutograd.Tests.Comparison.Diff;

internal static class DiffAssert
{
    /// <summary>Every number of two measurements. Records compare their arrays by reference, so these are compared on their own.</summary>
    public static void Same(TensorDiff expected, TensorDiff actual)
    {
        Assert.Equal(expected.Worst.AsEnumerable(), actual.Worst);
        Assert.Equal(expected.ScratchShape.AsEnumerable(), actual.ScratchShape);
        Assert.Equal(expected.AutogradShape.AsEnumerable(), actual.AutogradShape);
        Assert.Equal(
            expected with { Worst = [], ScratchShape = [], AutogradShape = [] },
            actual with { Worst = [], ScratchShape = [], AutogradShape = [] });
    }
}
