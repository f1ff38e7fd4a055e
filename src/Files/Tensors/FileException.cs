namespace ScratchVsAutograd.Files;

/// <summary>
/// A file cannot be read or written as it was asked for. The message is for whoever chose the file: it names it, and says what was found
/// and what to do.
/// </summary>
public sealed class FileException : Exception
{
    internal FileException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
