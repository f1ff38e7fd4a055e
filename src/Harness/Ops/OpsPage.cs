using ScratchVsAutograd.Comparison.Page;
using ScratchVsAutograd.Harness.Ops.Checks;
using ScratchVsAutograd.Scratch.Catalogue;

namespace ScratchVsAutograd.Harness.Ops;

/// <summary>The matrix of ops and checks as a page.</summary>
internal static class OpsPage
{
    /// <summary>The page.</summary>
    /// <param name="results">Every check of every op, op by op.</param>
    /// <param name="command">The command line that repeats it.</param>
    public static PageContent Of(IReadOnlyList<OpResult> results, string command)
    {
        var agrees = !results.Any(result => result.Faults is [_, ..]);
        var answer = OpsText.Closing(results);
        var matrix = new PageMatrix(
            [.. OpChecks.All.Select(check => new PageNote(check.Name, check.What))],
            [
                .. results.GroupBy(result => result.Row).Select(row => new PageMatrix.Row(
                    row.Key.Name, OpCatalogue.Families.First(family => family.Rows.Contains(row.Key)).Name, [.. row.Select(Cell)])),
            ]);
        return new PageContent
        {
            Kind = "ops",
            Title = "The catalogue of ops",
            Answer = answer,
            Agrees = agrees,
            Command = command,
            Parts = [new PagePart { Name = "The catalogue of ops", Answer = answer, Agrees = agrees, Matrix = matrix }],
        };
    }

    private static PageMatrix.Cell Cell(OpResult result)
        => new(OpsText.Word(result), result.Faults is { } faults ? faults.Count == 0 : null, [.. result.Faults ?? []]);
}
