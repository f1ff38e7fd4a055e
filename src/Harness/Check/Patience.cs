using System.Diagnostics;
using System.Globalization;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>
/// How long a candidate is waited for. What was asked for is the whole time; where nothing was, it is the time from one sign of life to the
/// next, and longer for what is slow by itself: a computation that gets on gets its verdict.
/// </summary>
/// <param name="asked">How long one computation may take; null where nobody said.</param>
internal sealed class Patience(TimeSpan? asked)
{
    /// <summary>How long there need be no sign of life.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(60);

    // Between two signs there are one run, perhaps in float64, and a look at what it made.
    private const double RunsInSilence = 10;

    // What a verdict takes, in forwards: some twenty training steps of three, and half as much again for a slower machine.
    private const double ForwardsOfAVerdict = 90;

    private readonly Stopwatch whole = Stopwatch.StartNew();
    private RunProgress? progress;

    /// <summary>How long the next message may take.</summary>
    public TimeSpan Left => asked is not { } limit ? Silence : limit > whole.Elapsed ? limit - whole.Elapsed : TimeSpan.Zero;

    /// <summary>Notes a sign of life.</summary>
    public void See(RunProgress seen) => progress = seen;

    /// <summary>That it was stopped, how far it had come, and what gives it longer.</summary>
    public string Sentence()
    {
        var stopped = asked is { } limit ? $"it did not finish within {Text(limit.TotalSeconds)}, and was stopped"
            : progress is { Ended: > 0 } ? $"it gave no sign of life for {Text(Silence.TotalSeconds)}, and was stopped after "
                + $"{Text(Math.Round(whole.Elapsed.TotalSeconds))}"
            : $"it did not finish within {Text(Usual.TotalSeconds)}, and was stopped";
        return progress is null
            ? $"{stopped}; --timeout allows longer."
            : $"{stopped}; --timeout {Suggested()} gives it longer: {HowFar(progress)}.";
    }

    private TimeSpan Silence => TimeSpan.FromSeconds(
        Math.Max(Usual.TotalSeconds, RunsInSilence * Math.Max(progress?.Forward ?? 0, progress?.Backward ?? 0)));

    private static string HowFar(RunProgress seen) => seen switch
    {
        { Forward: null } => "its first forward had not finished",
        { Backward: null, Running: "backward" } => $"its forward took {Text(seen.Forward.Value)}, its first backward had not finished",
        { Backward: null } => $"its forward took {Text(seen.Forward.Value)}",
        _ =>
            $"its forward took {Text(seen.Forward.Value)}, its backward {Text(seen.Backward.Value)}, and {seen.Ended} of them had finished",
    };

    // At least ten times what it had.
    private string Suggested()
    {
        var enough = Math.Max(10 * whole.Elapsed.TotalSeconds, ForwardsOfAVerdict * (progress?.Forward ?? 0));
        return Math.Ceiling(Math.Min(enough, 1_000_000)).ToString("0", CultureInfo.InvariantCulture);
    }

    private static string Text(double seconds)
        => string.Create(CultureInfo.InvariantCulture, $"{(seconds < 0.1 ? Math.Round(seconds, 3) : Math.Round(seconds, 1)):0.###} s");
}
