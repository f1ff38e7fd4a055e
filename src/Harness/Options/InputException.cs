using ScratchVsAutograd.Files;

namespace ScratchVsAutograd.Harness.Options;

/// <summary>
/// What the user gave cannot be used. The message is for the user: one sentence with what was found, what was expected
/// and what to do. The command line prints it and exits with code 2.
/// </summary>
internal sealed class InputException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether an exception's message is a sentence for the user: this one's, or that of a file.</summary>
    public static bool IsSentence(Exception exception) => exception is InputException or FileException;
}
