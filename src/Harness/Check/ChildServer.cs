using System.Diagnostics;
using System.IO.Pipes;
using System.Threading.Channels;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>
/// The child process: reads the settings from the pipe, says what it found, and then runs one candidate after the other as it is asked;
/// whenever it is handed other settings, it begins anew.
/// </summary>
internal static class ChildServer
{
    /// <summary>The hidden command's name.</summary>
    public const string CommandName = "check-child";

    // Says that it is there; what it says matters to nobody.
    private const string Started = "started";

    /// <summary>Serves until the parent closes the pipe.</summary>
    /// <param name="readHandle">The pipe from the parent.</param>
    /// <param name="writeHandle">The pipe to the parent.</param>
    public static void Run(string readHandle, string writeHandle)
    {
        OfferToDieFirst();
        using var pipe = new AnonymousPipeClientStream(PipeDirection.In, readHandle);
        using var writer = new StreamWriter(new AnonymousPipeClientStream(PipeDirection.Out, writeHandle)) { AutoFlush = true };
        writer.WriteLine(Started);
        var requests = Channel.CreateUnbounded<string>();
        new Thread(() => Listen(pipe, requests.Writer)) { IsBackground = true }.Start();
        var settings = new CheckSettings { Targets = [] };
        IReadOnlyList<(TargetContent Content, IReadOnlyList<Candidate> Candidates)> found = [];
        while (Next(requests) is { } line)
        {
            var message = ChildMessage.Deserialize<ParentMessage>(line);
            if (message.Settings is { } given)
            {
                settings = given;
                found = new TargetLoader(settings.Code).Load(settings.Targets);
                Tell(new ChildMessage { Found = [.. found.Select(target => target.Content)] });
            }
            else
            {
                var (target, key) = message.Request!;
                var candidate = found[target].Candidates.Single(candidate => candidate.Key == key);
                Tell(new ChildMessage { Outcome = new CandidateRunner(settings, Tell).Run(candidate, settings.Targets[target].Name) });
            }
        }

        void Tell(ChildMessage message) => writer.WriteLine(ChildMessage.Serialize(message));
    }

    private static string? Next(Channel<string> requests)
        => requests.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult() && requests.Reader.TryRead(out var line) ? line : null;

    // Their code may be in an endless loop when the parent goes: nobody waits for it then.
    private static void Listen(Stream pipe, ChannelWriter<string> requests)
    {
        using var reader = new StreamReader(pipe, leaveOpen: true);
        while (reader.ReadLine() is { } line) requests.TryWrite(line);
        Process.GetCurrentProcess().Kill();
    }

    // Where memory runs out, Linux ends the process with the highest score, and not the one that reports it.
    private static void OfferToDieFirst()
    {
        const string Score = "/proc/self/oom_score_adj";
        if (File.Exists(Score)) File.WriteAllText(Score, "1000");
    }
}
