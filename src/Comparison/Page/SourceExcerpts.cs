using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>The source around what is wrong: the lines of backward, and of the forward that they should be the derivative of.</summary>
/// <param name="sources">Finds the files.</param>
internal sealed partial class SourceExcerpts(ISourceFiles sources)
{
    private const int Around = 7;

    private const int MostFaults = 6;

    /// <summary>The excerpts of a report, backward's and forward's after it.</summary>
    public ImmutableArray<PageSource> Of(ComparisonReport report) =>
    [
        .. report.Tensors.Where(tensor => tensor.FaultAt is not null).DistinctBy(tensor => tensor.FaultAt).Take(MostFaults)
            .SelectMany(tensor => Of(tensor.Name, tensor.FaultAt!, tensor.FaultAfter)),
    ];

    /// <summary>The excerpts of the places at fault in a custom function.</summary>
    public ImmutableArray<PageSource> Of(FunctionReport report) =>
        report.Agrees ? [] : [.. report.BackwardAt.Take(MostFaults).SelectMany(place => Of("", place, after: null))];

    private IEnumerable<PageSource> Of(string tensor, SourceLocation at, SourceLocation? after)
    {
        if (sources.Find(at.File) is not { } source) return [];
        var lines = source.Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').ToImmutableArray();
        if (at.Line > lines.Length) return [];
        ImmutableArray<int> faulty = after?.File == at.File ? [after.Line, at.Line] : [at.Line];
        var backward = Excerpt($"backward: {at.Member}", faulty.Min() - Around, at.Line + Around, faulty);
        return ForwardLine(lines, tensor) is { } forward && !(forward >= backward.First && forward < backward.First + backward.Lines.Length)
            ? [backward, Excerpt("forward", forward, forward + 2 * Around, [])]
            : [backward];

        PageSource Excerpt(string title, int from, int to, ImmutableArray<int> marked)
        {
            (from, to) = (Math.Max(1, from), Math.Min(lines.Length, to));
            var file = at.ToString()[..^FormattableString.Invariant($":{at.Line}").Length];
            return new(title, tensor, file, from, lines[(from - 1)..to], marked, source.Path);
        }
    }

    // Where forward names the tensor; in an op's own file, its Forward.
    private static int? ForwardLine(ImmutableArray<string> lines, string tensor)
    {
        var named = lines.Index().FirstOrDefault(line => line.Item.Contains($"Watch(\"{tensor}\"", StringComparison.Ordinal));
        var declared = lines.Index().FirstOrDefault(line => Forward().IsMatch(line.Item));
        return named.Item is not null ? named.Index + 1 : declared.Item is not null ? declared.Index + 1 : null;
    }

    [GeneratedRegex(@"^\s*(public|internal|private|protected|static).*\b[Ff]orward\w*\(")]
    private static partial Regex Forward();
}
