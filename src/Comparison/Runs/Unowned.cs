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

    /// <summary>So much is let go of before the garbage collector is told to look, while code is still running.</summary>
    private const long Heap = 1 << 24;

    [ThreadStatic]
    private static Litter? running;

    private static bool isLittered;

    /// <summary>Runs the code, and lets go of the tensors that it made.</summary>
    public static T By<T>(Func<T> code)
    {
        Tidy();
        using var aside = NewDisposeScope();
        using var scope = NewDisposeScope();
        var outer = running;
        running = new Litter(scope, aside);
        try
        {
            var result = code();
            return running.Settle() ? Tidied(result) : result;
        }
        finally
        {
            running = outer;
        }
    }

    /// <summary>
    /// Called wherever a stranger's code comes by, at each name that it gives and each gradient that it reads or writes: of a large run,
    /// what was made since and nobody can reach any more is freed, as it would otherwise be only when the run has ended.
    /// </summary>
    public static void Pass() => running?.Pass();

    /// <summary>Frees what large runs have left behind and nobody can reach any more.</summary>
    public static void Tidy()
    {
        if (isLittered) Collect();
    }

    /// <summary>Ends a comparison: its large runs are freed, and the next one does not look for what they left behind.</summary>
    public static void End()
    {
        Tidy();
        isLittered = false;
    }

    private static T Tidied<T>(T result)
    {
        isLittered = true;
        Tidy();
        return result;
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static long Bytes(Tensor tensor) => tensor.IsInvalid ? 0 : tensor.numel() * tensor.element_size();

    // What one run makes: set aside while it is small, as each is counted once, and left to the garbage collector from the moment that it
    // is large.
    private sealed class Litter(TorchSharp.DisposeScope scope, TorchSharp.DisposeScope aside)
    {
        private long bytes;
        private long uncollected;

        private bool IsLarge => bytes >= Large;

        public void Pass()
        {
            // Within a scope of the code's own, what it makes is freed when that ends.
            Count();
            if (uncollected < Heap) return;
            uncollected = 0;
            Collect();
        }

        // True where there is something to free.
        public bool Settle()
        {
            Count();
            if (!IsLarge) aside.MoveToOuter(aside.DisposablesView);
            return IsLarge;
        }

        // In a method of its own, as a list of the tensors would be a way to reach them.
        private void Count()
        {
            var made = scope.DisposablesView;
            var more = made.OfType<Tensor>().Sum(Bytes);
            bytes += more;
            if (!IsLarge)
            {
                scope.MoveToOuter(made);
                return;
            }

            uncollected += more;
            scope.Detach(made);
            aside.Detach(aside.DisposablesView);
        }
    }
}
