
namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// What a backward read and wrote, in what order and in which lines: by name, without the tensors, so that it outlives them.
/// </summary>
/// <param name="leaves">Whether that name is a leaf's.</param>
internal sealed class BackwardNotes(Func<string, bool> leaves)
{
    private readonly List<(string? Name, SourceLocation WrittenAt)> writes = [];
    private readonly List<(string Name, SourceLocation ReadAt, int Writes)> reads = [];
    private readonly List<(string? Name, SourceLocation WrittenAt, string Objection)> refused = [];

    /// <summary>
    /// The names of the tensors that were written to, each where it was first, and after them those of which every write was refused.
    /// </summary>
    public IEnumerable<string> WriteOrder
        => writes.Select(write => write.Name).Concat(refused.Select(write => write.Name)).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Where that tensor's gradient was written, one line a term, a refused one last.</summary>
    public IEnumerable<SourceLocation> WrittenAt(string name)
        => writes.Where(write => write.Name == name).Select(write => write.WrittenAt)
            .Concat(refused.Where(write => write.Name == name).Select(write => write.WrittenAt));

    /// <summary>How many terms were accepted for that tensor.</summary>
    public int TermsOf(string name) => writes.Count(write => write.Name == name);

    /// <summary>How many tensors without a name were written to.</summary>
    public int UnnamedWrites { get; set; }

    /// <summary>What is wrong with writes to tensors without a name, a sentence each.</summary>
    public IEnumerable<string> UnnamedRefusals
        => refused.Where(write => write.Name is null).Select(write => $"{write.WrittenAt}: {write.Objection}");

    /// <summary>What is wrong with the first write to that tensor that was refused; null where none was.</summary>
    public string? Objection(string name) => refused.Find(write => write.Name == name).Objection;

    /// <summary>The read that stopped backward, as nobody had written that gradient; null where there was none.</summary>
    public (string Name, SourceLocation ReadAt)? UnwrittenRead { get; set; }

    /// <summary>
    /// The upstream gradients that had been read when that tensor was last written, the latest first: what the gradient can have
    /// been made from.
    /// </summary>
    public IEnumerable<string> ReadsBefore(string name)
    {
        var last = LastWrite(name);
        return reads.Where(read => read.Writes <= last).Select(read => read.Name).Reverse().Distinct(StringComparer.Ordinal);
    }

    /// <summary>
    /// The tensors that were written before that one's last write and whose gradients nobody ever read, the latest first: a backward with
    /// variables of its own may have gone on with these.
    /// </summary>
    public IEnumerable<string> UnreadBefore(string name)
        => writes.Take(Math.Max(LastWrite(name), 0)).Select(write => write.Name).OfType<string>()
            .Where(written => written != name && !IsRead(written) && !leaves(written))
            .Reverse().Distinct(StringComparer.Ordinal);

    /// <summary>Whether anybody read that tensor's gradient.</summary>
    public bool IsRead(string name) => reads.Exists(read => read.Name == name);

    /// <summary>
    /// The reads of that tensor's gradient that came before its last write: what was made from them misses a contribution.
    /// </summary>
    public IEnumerable<SourceLocation> ReadsTooEarly(string name)
    {
        var last = LastWrite(name);
        return reads.Where(read => read.Name == name && read.Writes <= last).Select(read => read.ReadAt);
    }

    /// <summary>Notes a term that was accepted.</summary>
    public void Wrote(string? name, SourceLocation writtenAt) => writes.Add((name, writtenAt));

    /// <summary>Notes that an upstream gradient was read.</summary>
    public void Read(string name, SourceLocation readAt) => reads.Add((name, readAt, writes.Count));

    /// <summary>Notes the first write to a tensor that was refused.</summary>
    public void Refused(string? name, SourceLocation writtenAt, string objection) => refused.Add((name, writtenAt, objection));

    private int LastWrite(string name) => writes.FindLastIndex(write => write.Name == name);
}
