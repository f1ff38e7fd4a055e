using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// Runs other people's code and owns nothing of what it made. A field or a closure may hold on to a tensor, a mask that forward drew and
/// backward needs, so none is disposed of: small ones are left to the dispose scope around, where they cost nothing, and what a large
/// computation made lives for as long as somebody can still reach it.
/// </summary>
/// <remarks>
/// The garbage collector sees a wrapper of a few bytes where there may be gigabytes behind it, so it is told when to look. Whoever works on
/// a large run's tensors keeps the run reachable until then.
/// </remarks>
internal static class Unowned
{
    /// <summary>What counts as large, in bytes.</summary>
    private const long Large = 1 << 22;

    private static bool isLittered;

    /// <summary>Runs the code, and lets go of the tensors that it made.</summary>
    public static T By<T>(Func<T> code)
    {
        Tidy();
        using var scope = NewDisposeScope();
        var result = code();
        if (!LetGo(scope)) return result;
        isLittered = true;
        Tidy();
        return result;
    }

    /// <summary>Frees what large runs have left behind and nobody can reach any more.</summary>
    public static void Tidy()
    {
        if (!isLittered) return;
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>Ends a comparison: its large runs are freed, and the next one does not look for what they left behind.</summary>
    public static void End()
    {
        Tidy();
        isLittered = false;
    }

    // In a method of its own, as a list of the tensors would be a way to reach them.
    private static bool LetGo(TorchSharp.DisposeScope scope)
    {
        var made = scope.DisposablesView;
        if (made.OfType<Tensor>().Sum(Bytes) < Large)
        {
            scope.MoveToOuter(made);
            return false;
        }

        scope.Detach(made);
        return true;
    }

    private static long Bytes(Tensor tensor) => tensor.IsInvalid ? 0 : tensor.numel() * tensor.element_size();
}
