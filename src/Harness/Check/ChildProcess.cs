using System.Diagnostics;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>
/// This program once more, as a process that runs somebody else's code: what ends it ends nothing else, and what it writes to its own
/// standard streams reaches nobody's.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private const string HeapLimit = "DOTNET_GCHeapHardLimitPercent";
    private const string HalfOfMemory = "32"; // hexadecimal
    private const string Diagnostics = "DOTNET_EnableDiagnostics";
    private static readonly TimeSpan ToStart = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(10);

    // What the process wrote before its end arrives at once; a process that it started may hold the streams open for ever.
    private static readonly TimeSpan ToDrain = TimeSpan.FromSeconds(2);

    private readonly Process process;
    private readonly ChildPipes pipes;
    private readonly LastWords lastWords = new();

    private ChildProcess(Process process, ChildPipes pipes)
    {
        (this.process, this.pipes) = (process, pipes);
        process.ErrorDataReceived += (_, line) => lastWords.Add(line.Data);
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        // A process that theirs started may have inherited the pipe, and keep it open when theirs is gone.
        process.Exited += (_, _) => Task.Delay(ToDrain).ContinueWith(_ => pipes.End(), TaskScheduler.Default);
        process.EnableRaisingEvents = true;
    }

    /// <summary>Starts one, which loads the assembly and says what it found.</summary>
    /// <exception cref="InputException">It does not come up.</exception>
    public static ChildProcess Start(CheckSettings settings)
    {
        var pipes = new ChildPipes();
        var child = new ChildProcess(StartWith(pipes), pipes);
        child.process.StandardInput.Close();
        pipes.HandOver();
        child.RequireStarted();
        child.Send(new ParentMessage { Settings = settings });
        return child;
    }

    /// <summary>Asks for one candidate to be run, or hands over the settings.</summary>
    public void Send(ParentMessage message) => pipes.Send(ChildMessage.Serialize(message));

    /// <summary>The next message, or null where the process ended instead.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public ChildMessage? Receive(TimeSpan timeout)
        => pipes.Receive(timeout) is { } line ? ChildMessage.Deserialize<ChildMessage>(line) : null;

    /// <summary>How it ended, in the middle of a sentence.</summary>
    public string Death()
    {
        if (!process.WaitForExit(ToEnd)) process.Kill(entireProcessTree: true);
        // This also waits for what is left in the streams.
        using var patience = new CancellationTokenSource(ToDrain);
        try
        {
            process.WaitForExitAsync(patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            process.WaitForExit(ToEnd);
        }

        return lastWords.Describe(process.ExitCode);
    }

    /// <summary>Ends it, and all that it started.</summary>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit(ToEnd);
        pipes.Dispose();
        process.Dispose();
    }

    private void RequireStarted()
    {
        try
        {
            if (pipes.Receive(ToStart) is not null) return;
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
        }

        var death = Death();
        Dispose();
        throw new InputException($"The process that is to run the code did not start: {death}.");
    }

    private static Process StartWith(ChildPipes pipes)
    {
        try
        {
            return Process.Start(StartInfo(pipes))!;
        }
        catch
        {
            pipes.Dispose();
            throw;
        }
    }

    private static ProcessStartInfo StartInfo(ChildPipes pipes)
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
        foreach (var handle in pipes.Handles) start.ArgumentList.Add(handle);
        // A list that grows for ever should throw in the child before the machine is out of memory.
        start.Environment.TryAdd(HeapLimit, HalfOfMemory);
        // The runtime would leave its sockets in the temporary folder when the process is killed.
        start.Environment.TryAdd(Diagnostics, "0");
        return start;
    }
}
