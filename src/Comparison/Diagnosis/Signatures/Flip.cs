namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>wrong = right back to front along one axis or more: flipped once too often or too rarely.</summary>
internal sealed class Flip : Signature
{
    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        if (!IsVaried(gradient)) return null;
        foreach (var axes in Axes.Subsets(gradient.Right.Dimensions).OrderBy(axes => axes.Length))
        {
            var residual = Match.Residual(gradient.Wrong.flip(axes), gradient.Right);
            if (!(residual <= gradient.Fits)) continue;
            return gradient.Explained(
                CauseKind.Permutation,
                $"{gradient.Label} is back to front along {Axes.Text(axes)}",
                $"flipped along {Axes.Text(axes)} it is {gradient.Reference}'s to {Words.Residual(residual)} over "
                    + $"{Words.Count(gradient.Right.numel())} elements",
                $"flip along {Axes.Text(axes)}, or leave out a flip",
                residual,
                complexity: 2);
        }

        return null;
    }
}
