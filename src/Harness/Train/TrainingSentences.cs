using static System.FormattableString;
using static ScratchVsAutograd.Comparison.Text.Numbers;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>What happened, in sentences.</summary>
internal static class TrainingSentences
{
    /// <summary>What the table cannot say.</summary>
    public static IEnumerable<string> Notes(TrainingLog log)
    {
        if (NonFinite(log, "scratch", record => record.Scratch) is { } scratch) yield return scratch;
        if (NonFinite(log, "autograd", record => record.Autograd) is { } autograd) yield return autograd;
        if (log.Last.Drift.WithinTolerance && FirstAndLast(log, IsBeyond) is var (first, last))
            yield return Invariant(
                $"Along the way the parameters were out of tolerance, first after epoch {first} and last after epoch {last}.");
        if (log.Agrees && log.Unmoved.Length > 0)
            yield return $"All updates of {string.Join(", ", log.Unmoved)} together were smaller than the tolerance, so agreement says "
                + "nothing "
                + "about these; train longer, or raise --learning-rate.";
    }

    /// <summary>The outcome.</summary>
    public static string Closing(TrainingLog log)
    {
        var (drift, after) = (log.Last.Drift, $"after {Epochs(log.Last.Epoch)}");
        if (drift.MaxAbs == 0) return $"AGREE: {after} the parameters of both networks are exactly the same.";
        if (drift.WithinTolerance)
            return $"AGREE: {after} no parameter of the two networks differs by more than {Short(drift.MaxAbs)}, "
                + $"{Short(100 * drift.Budget)} % of the tolerance.";

        if (log is { Agrees: true, InFloat64: { } exact })
            return $"AGREE: up to rounding; {after} parameters differ by up to {Short(drift.MaxAbs)}, most in {drift.Furthest}, but the "
                + $"same training in float64 ends within {Short(exact.MaxAbs)}.";

        var first = log.Epochs.First(IsBeyond).Epoch;
        if (double.IsNaN(drift.MaxAbs))
            return Invariant($"DISAGREE: {after} not all parameters are finite; epoch {first} was the first out of tolerance.");
        return Invariant($"DISAGREE: {after} parameters differ by up to {Short(drift.MaxAbs)}, most in {drift.Furthest}, ")
            + Invariant($"by {Short(drift.Budget)} times the tolerance; epoch {first} was the first out of tolerance.")
            + (log.InFloat64 is { } too ? $" In float64 they differ by {Short(too.Budget)} times its tolerance." : "");
    }

    /// <summary>A number of epochs in words.</summary>
    public static string Epochs(int count) => count == 1 ? "1 epoch" : Invariant($"{count} epochs");

    /// <summary>How many rows an update has, in words.</summary>
    public static string Batches(TrainingOptions options)
        => options.Batch is { } size ? Invariant($"batches of {size}") : "full batch";

    /// <summary>How the rate changes, after a comma; nothing where it does not.</summary>
    public static string Schedule(TrainingOptions options)
        => options.Schedule == RateSchedule.All[0] ? "" : $", {options.Schedule.Name} schedule";

    private static string? NonFinite(TrainingLog log, string side, Func<EpochRecord, Score> score)
    {
        if (FirstAndLast(log, record => !double.IsFinite(score(record).Loss)) is not var (first, last)) return null;
        var until = last == log.Last.Epoch ? "on" : Invariant($"to epoch {last}");
        return Invariant($"The loss of {side} is not finite from epoch {first} ({Exact(score(log.Epochs[first]).Loss)}) {until}.");
    }

    private static bool IsBeyond(EpochRecord record) => !record.Drift.WithinTolerance;

    private static (int First, int Last)? FirstAndLast(TrainingLog log, Func<EpochRecord, bool> holds)
        => log.Epochs.FirstOrDefault(holds) is { } first ? (first.Epoch, log.Epochs.Last(holds).Epoch) : null;
}
