using System.Runtime.InteropServices;

namespace ScratchVsAutograd.Harness.Options;

/// <summary>Tells running out of memory from other failures of the native library, which has one exception for all of them.</summary>
internal static class MemoryShortage
{
    /// <summary>What the user is told.</summary>
    public const string Sentence =
        "There is not enough memory for this run; use fewer or narrower --hidden layers, fewer rows with --batch, or a smaller --dtype.";

    /// <summary>Whether that is what happened, on the CPU or on a GPU.</summary>
    public static bool Explains(Exception exception) => exception is OutOfMemoryException || (exception is ExternalException
        && (exception.Message.Contains("allocate memory", StringComparison.Ordinal)
            || exception.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)));
}
