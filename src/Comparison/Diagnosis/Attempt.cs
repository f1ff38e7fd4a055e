namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>One step of the search for a cause, which must not cost the report: what stops on a strange shape has found nothing.</summary>
internal static class Attempt
{
    /// <summary>The result, or what stands for none.</summary>
    public static T? At<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or BudgetSpentException))
        {
            // A tensor of no axis, of no element or of integers, say: the verdict stands without a cause.
            return default;
        }
    }
}
