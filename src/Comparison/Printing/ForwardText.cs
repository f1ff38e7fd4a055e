using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>The forward pass against its independent reference, in a line where they agree and in a sentence where they do not.</summary>
internal static class ForwardText
{
    /// <summary>Such as "matches an independent one in the loss and 4 named tensors"; null where there is none, or it disagrees.</summary>
    public static string? Agreement(ComparisonReport report)
    {
        if (report.Forward.IsEmpty || report.Forward.Any(value => !value.Agrees)) return null;
        var named = report.Forward.Length - 1;
        return $"matches an independent one in the loss{(named == 0 ? "" : $" and {named} named tensor{(named == 1 ? "" : "s")}")}";
    }

    /// <summary>What differs first, by how much, and what else does; null where nothing does.</summary>
    public static string? Disagreement(ComparisonReport report)
    {
        var differing = report.Forward.Where(value => !value.Agrees).ToList();
        if (differing.Count == 0) return null;
        var others = differing.Skip(1).Select(value => value.Name).ToList();
        var after = others.Count == 0 ? "" : $"; {NameList.Short(others)} differ{(others.Count == 1 ? "s" : "")} after it";
        return $"The forward pass does not match the independent one: {differing[0].Name} differs first, "
            + $"{HowFar(differing[0].Diff)}{after}. "
            + "Gradients that agree are gradients of the loss as written.";
    }

    private static string HowFar(TensorDiff diff)
    {
        if (!diff.Comparable)
            return $"{TensorIndex.Tuple(diff.ScratchShape)} of {diff.ScratchDtype.Word()} where the reference has "
                + $"{TensorIndex.Tuple(diff.AutogradShape)} of {diff.AutogradDtype.Word()}";
        if (diff.Worst.IsEmpty) return $"by up to {Numbers.Short(diff.MaxAbs)}";
        var worst = diff.Worst[0];
        var style = NumberStyle.For([worst.Scratch, worst.Autograd], diff.AutogradDtype);
        var at = diff.AutogradShape.IsEmpty ? "" : $" at {TensorIndex.Bracketed(TensorIndex.Unravel(worst.Index, diff.AutogradShape))}";
        return $"{style.Format(worst.Scratch)}{at} where the reference has {style.Format(worst.Autograd)}";
    }
}
