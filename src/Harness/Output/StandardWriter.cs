using System.Text;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>
/// A standard stream whose failures are a sentence, like all others. A pipe that nobody reads any more is none: what is written to it is
/// dropped, and the run goes on to its exit code and its files, so <c>| head</c> is quiet.
/// </summary>
/// <param name="inner">What is written to; null where the process was started without the stream.</param>
/// <param name="name">Such as <c>Standard output</c>.</param>
internal sealed class StandardWriter(TextWriter? inner, string name) : TextWriter
{
    /// <inheritdoc />
    public override Encoding Encoding => inner?.Encoding ?? Encoding.UTF8;

    /// <inheritdoc />
    public override void Write(char value) => Guard(stream => stream.Write(value));

    /// <inheritdoc />
    public override void Write(char[] buffer, int index, int count) => Guard(stream => stream.Write(buffer, index, count));

    /// <inheritdoc />
    public override void Write(string? value) => Guard(stream => stream.Write(value));

    /// <inheritdoc />
    public override void WriteLine(string? value) => Guard(stream => stream.WriteLine(value));

    /// <inheritdoc />
    public override void Flush() => Guard(stream => stream.Flush());

    private void Guard(Action<TextWriter> write)
    {
        if (inner is null) throw Unwritable("it is closed", null);
        try
        {
            write(inner);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable((error.InnerException ?? error).Message.TrimEnd('.'), error);
        }
    }

    private InputException Unwritable(string reason, Exception? error)
        => new($"{name} cannot be written to ({reason}); send it to a terminal, a pipe, or a file on a disk with room.", error);
}
