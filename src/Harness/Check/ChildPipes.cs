using System.IO.Pipes;
using System.Threading.Channels;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>
/// The parent's ends of two anonymous pipes, one to the child process and one from it, a message a line. They have no name in any folder,
/// so nothing is left of them whoever is killed.
/// </summary>
internal sealed class ChildPipes : IDisposable
{
    private readonly AnonymousPipeServerStream toChild = new(PipeDirection.Out, HandleInheritability.Inheritable);
    private readonly AnonymousPipeServerStream fromChild = new(PipeDirection.In, HandleInheritability.Inheritable);
    private readonly Channel<string> received = Channel.CreateUnbounded<string>();
    private readonly StreamWriter writer;
    private bool isListening;

    /// <summary>Makes the pipes.</summary>
    public ChildPipes() => writer = new StreamWriter(toChild, leaveOpen: true) { AutoFlush = true };

    /// <summary>What the child opens: the end it reads from, and the one it writes to.</summary>
    public IReadOnlyList<string> Handles => [toChild.GetClientHandleAsString(), fromChild.GetClientHandleAsString()];

    /// <summary>Leaves the child's ends to the child, which has been started, and begins to listen.</summary>
    public void HandOver()
    {
        toChild.DisposeLocalCopyOfClientHandle();
        fromChild.DisposeLocalCopyOfClientHandle();
        isListening = true;
        new Thread(Listen) { IsBackground = true }.Start();
    }

    /// <summary>Writes one message.</summary>
    public void Send(string line)
    {
        try
        {
            writer.WriteLine(line);
        }
        catch (IOException)
        {
            // It is gone; Receive is where that is told.
        }
    }

    /// <summary>The next message, or null where the child ended instead.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public string? Receive(TimeSpan timeout)
    {
        using var patience = new CancellationTokenSource(timeout);
        try
        {
            var isThere = received.Reader.WaitToReadAsync(patience.Token).AsTask().GetAwaiter().GetResult();
            return isThere && received.Reader.TryRead(out var line) ? line : null;
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException(null, exception);
        }
    }

    /// <summary>Expects nothing more from the child.</summary>
    public void End() => received.Writer.TryComplete();

    /// <summary>Closes the pipe to the child; the one from it closes when it ends.</summary>
    public void Dispose()
    {
        End();
        toChild.Dispose();
        // After HandOver it is the listening thread's, which may be reading for ever: to close it would be to wait for that.
        if (!isListening) fromChild.Dispose();
    }

    // On a thread of its own: a read from such a pipe cannot be given up.
    private void Listen()
    {
        using var reader = new StreamReader(fromChild);
        while (reader.ReadLine() is { } line) received.Writer.TryWrite(line);
        End();
    }
}
