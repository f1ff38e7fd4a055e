using ScratchVsAutograd.Comparison.Gradcheck;
using ScratchVsAutograd.Scratch.Catalogue;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Ops.Checks;

/// <summary>Every element of every gradient by finite differences, which know nothing of autograd.</summary>
internal static class Slopes
{
    public static string? Fault(OpCase one, Device device)
    {
        var report = NumericCheck.Full(one.Computation(one.Leaves(ScalarType.Float64, device)), new NumericOptions { Inputs = true });
        if (report.ScratchAgrees) return null;
        var wrong = report.Leaves.Where(leaf => leaf.ScratchOutOfTolerance > 0 || leaf.Inconclusive == leaf.Count);
        return $"finite differences do not confirm the gradient of {NameList.Of([.. wrong.Select(leaf => leaf.Name)])}";
    }
}
