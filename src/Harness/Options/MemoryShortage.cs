using System.Runtime.InteropServices;

namespace ScratchVsAutograd.Harness.Options;

/// <summary>Tells running out of memory from other failures of the native library, which has one exception for all of them.</summary>
internal static class MemoryShortage
{
    /// <summary>What the user is told.</summary>
    /// <param name="cure">What would need less.</param>
    public static string Sentence(string cure) => $"There is not enough memory for this run; {cure}.";

    /// <summary>Runs something that may need more memory than there is.</summary>
    /// <param name="cure">What would need less.</param>
    /// <param name="run">What to run.</param>
    /// <exception cref="InputException">There is not enough.</exception>
    public static T Guard<T>(string cure, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception exception) when (Explains(exception))
        {
            throw new InputException(Sentence(cure), exception);
        }
    }

    /// <summary>Whether that is what happened, on the CPU or on a GPU.</summary>
    public static bool Explains(Exception exception) => exception is OutOfMemoryException || (exception is ExternalException
        && (exception.Message.Contains("allocate memory", StringComparison.Ordinal)
            || exception.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)));
}
