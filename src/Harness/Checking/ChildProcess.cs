using System.Diagnostics;
using System.IO.Pipes;

namespace ScratchVsAutograd.Harness.Checking;

/// <summary>
/// This program once more, as a process that runs somebody else's code: what ends it ends nothing else, and what it writes to its own
/// standard streams reaches nobody's.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private const string HeapLimit = "DOTNET_GCHeapHardLimitPercent";
    private const string HalfOfMemory = "32"; // hexadecimal
    private static readonly TimeSpan ToStart = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly NamedPipeServerStream pipe;
    private readonly LastWords lastWords = new();
    private StreamReader? reader;
    private StreamWriter? writer;

    private ChildProcess(Process process, NamedPipeServerStream pipe)
    {
        (this.process, this.pipe) = (process, pipe);
        process.ErrorDataReceived += (_, line) => lastWords.Add(line.Data);
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>Starts one, which loads the assembly and says what it found.</summary>
    /// <exception cref="InputException">It does not come up.</exception>
    public static ChildProcess Start(CheckSettings settings)
    {
        var name = $"scratch-vs-autograd-{Guid.NewGuid():N}";
        var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        var child = new ChildProcess(Process.Start(StartInfo(name))!, pipe);
        child.process.StandardInput.Close();
        child.WaitForConnection();
        child.Send(ChildMessage.Serialize(settings));
        return child;
    }

    /// <summary>Asks for one candidate to be run, or hands over the settings.</summary>
    public void Send(string line)
    {
        try
        {
            writer!.WriteLine(line);
        }
        catch (IOException)
        {
            // It is gone; Receive is where that is told.
        }
    }

    /// <summary>The next message, or null where the process ended instead.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public ChildMessage? Receive(TimeSpan timeout)
    {
        using var patience = new CancellationTokenSource(timeout);
        try
        {
            var line = reader!.ReadLineAsync(patience.Token).AsTask().GetAwaiter().GetResult();
            return line is null ? null : ChildMessage.Deserialize<ChildMessage>(line);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException(null, exception);
        }
        catch (IOException)
        {
            // A broken pipe is an ended process.
            return null;
        }
    }

    /// <summary>How it ended, in the middle of a sentence.</summary>
    public string Death()
    {
        if (!process.WaitForExit(ToEnd)) process.Kill(entireProcessTree: true);
        // Without a limit it also waits for what is left in the streams.
        process.WaitForExit();
        return lastWords.Describe(process.ExitCode);
    }

    /// <summary>Ends it, and all that it started.</summary>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit(ToEnd);
        reader?.Dispose();
        pipe.Dispose();
        process.Dispose();
    }

    private void WaitForConnection()
    {
        using var patience = new CancellationTokenSource(ToStart);
        var connected = pipe.WaitForConnectionAsync(patience.Token);
        var ended = process.WaitForExitAsync(patience.Token);
        Task.WhenAny(connected, ended).GetAwaiter().GetResult();
        if (connected.IsCompletedSuccessfully)
        {
            (reader, writer) = (new StreamReader(pipe, leaveOpen: true), new StreamWriter(pipe, leaveOpen: true) { AutoFlush = true });
            return;
        }

        var death = Death();
        Dispose();
        throw new InputException($"The process that is to run the code did not start: {death}.");
    }

    private static ProcessStartInfo StartInfo(string pipeName)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        var program = typeof(ChildProcess).Assembly;
        var self = Environment.ProcessPath ?? "dotnet";
        var isItself = Path.GetFileNameWithoutExtension(self) == program.GetName().Name;
        start.FileName = isItself || Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "dotnet";
        if (!isItself) start.ArgumentList.Add(program.Location);
        start.ArgumentList.Add(ChildServer.CommandName);
        start.ArgumentList.Add(pipeName);
        // A list that grows for ever should throw in the child before the machine is out of memory.
        start.Environment.TryAdd(HeapLimit, HalfOfMemory);
        return start;
    }
}
