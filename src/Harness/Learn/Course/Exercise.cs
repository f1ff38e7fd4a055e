using System.Text;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Learn.Course;

/// <summary>
/// One exercise. Its file is the solution, with a mark around each gradient that the reader is to write, so that the unfinished form, the
/// solution and the hints cannot part:
/// <code>
/// //# W
/// //? the rule, in words; more than one line where it must be
/// //= the equation
/// d.Add(W, dZ.t().mm(X));
/// //#
/// </code>
/// </summary>
internal sealed class Exercise
{
    private const string Mark = "//#", RuleMark = "//?", EquationMark = "//=";

    private readonly List<(string Indent, string? Line, Gap? Gap)> parts = [];
    private readonly int count;

    /// <summary>Reads one.</summary>
    /// <param name="number">Which of the course, from 1.</param>
    /// <param name="count">How many the course has.</param>
    /// <param name="name">Such as <c>linear</c>.</param>
    /// <param name="source">The file; its first line is a comment with the title.</param>
    public Exercise(int number, int count, string name, string source)
    {
        (Number, this.count, Name) = (number, count, name);
        var lines = source.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Title = lines[0].TrimStart('/', ' ');
        Read(lines);
    }

    /// <summary>Which of the course, from 1.</summary>
    public int Number { get; }

    /// <summary>Such as <c>linear</c>.</summary>
    public string Name { get; }

    /// <summary>What it is on.</summary>
    public string Title { get; }

    /// <summary>What the reader is to write, in the order of backward.</summary>
    public IReadOnlyList<Gap> Gaps => [.. parts.Select(part => part.Gap).OfType<Gap>()];

    /// <summary>The file that the reader gets.</summary>
    public string FileName => $"{Name}.cs";

    /// <summary>The name of its computation, by which <c>check</c> knows it.</summary>
    public string Computation => $"learn {Name}";

    /// <summary>The file for the reader: what to do, and a placeholder for each gap but those that are filled.</summary>
    /// <param name="isFilled">Which gaps have their solution.</param>
    public string Unfinished(Func<Gap, bool>? isFilled = null)
    {
        var text = new StringBuilder(FormattableString.Invariant($"// Exercise {Number} of {count}: {Title}\n"));
        Append(text, isFilled ?? (_ => false));
        return text.Replace(
            "\npublic static class",
            $"\n//\n// Replace each zeros_like(…) by the gradient, and have it marked: {CommandText.Program} check {FileName}\n"
            + $"// A hint for the next one: {CommandText.Program} learn {Name} --hint\npublic static class").ToString();
    }

    /// <summary>The file with all gradients written.</summary>
    public string Solution()
    {
        var text = new StringBuilder($"// {Title}\n");
        Append(text, _ => true);
        return text.ToString();
    }

    private void Append(StringBuilder text, Func<Gap, bool> isFilled)
    {
        foreach (var (indent, line, gap) in parts)
        {
            IReadOnlyList<string> lines = line is not null ? [line] : isFilled(gap!) ? gap!.Lines : [gap!.Placeholder];
            foreach (var each in lines) text.Append($"{indent}{each}".TrimEnd()).Append('\n');
        }
    }

    private void Read(string[] lines)
    {
        for (var at = 1; at < lines.Length; at++)
        {
            var line = lines[at].TrimStart();
            var indent = lines[at][..^line.Length];
            if (!line.StartsWith(Mark, StringComparison.Ordinal))
            {
                parts.Add(("", lines[at], null));
                continue;
            }

            var inside = lines[(at + 1)..].Select(each => each.Trim()).TakeWhile(each => each != Mark).ToList();
            parts.Add((indent, null, new Gap(line[Mark.Length..].Trim(), Marked(RuleMark), Marked(EquationMark), Code(inside))));
            at += inside.Count + 1;

            string Marked(string mark) => string.Join(
                ' ', inside.Where(each => each.StartsWith(mark, StringComparison.Ordinal)).Select(each => each[mark.Length..].Trim()));
        }
    }

    private static List<string> Code(IEnumerable<string> inside)
        => [.. inside.Where(each => !each.StartsWith(RuleMark, StringComparison.Ordinal)
            && !each.StartsWith(EquationMark, StringComparison.Ordinal))];
}
