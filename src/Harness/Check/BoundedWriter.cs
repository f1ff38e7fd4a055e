using System.Text;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>
/// Keeps the first lines of what is written, from any thread. A line that comes again is kept once: one check runs a backward many times.
/// </summary>
internal sealed class BoundedWriter : TextWriter
{
    private const int LongestLine = 500;
    private const int MostLines = 20;

    private readonly List<string> lines = [];
    private readonly StringBuilder line = new();
    private readonly Lock writing = new();

    /// <inheritdoc />
    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>What was kept.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (writing)
            {
                if (line.Length > 0) End();
                return [.. lines];
            }
        }
    }

    /// <inheritdoc />
    public override void Write(char value)
    {
        lock (writing)
        {
            if (value == '\n')
                End();
            else if (line.Length < LongestLine && value != '\r')
                line.Append(value);
        }
    }

    private void End()
    {
        var text = line.ToString();
        line.Clear();
        if (lines.Count < MostLines && !lines.Contains(text)) lines.Add(text);
    }
}
