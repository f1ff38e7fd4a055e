using ScratchVsAutograd.Scratch.Catalogue;
using TorchSharp;

namespace ScratchVsAutograd.Harness.Ops.Checks;

/// <summary>One thing that is checked of every op.</summary>
/// <param name="Name">A word: the heading of its column.</param>
/// <param name="What">What is held to be true, in a sentence.</param>
/// <param name="Faults">What is not, a sentence each; none where all is well; null where the op has nothing that it could be asked
/// of.</param>
internal sealed record OpCheck(string Name, string What, Func<OpRow, torch.Device, IReadOnlyList<string>?> Faults)
{
    /// <summary>A check of each case by itself.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="what">See <see cref="What"/>.</param>
    /// <param name="applies">The cases it is asked of.</param>
    /// <param name="fault">What is wrong with a case, in words that follow its name; null where nothing is.</param>
    public static OpCheck OfCases(string name, string what, Func<OpCase, bool> applies, Func<OpCase, torch.Device, string?> fault)
        => new(name, what, (row, device) =>
        {
            var cases = row.Cases.Where(applies).ToList();
            return cases.Count == 0 ? null : [.. cases.Select(one => Sentence(one, device)).OfType<string>()];

            string? Sentence(OpCase one, torch.Device on)
            {
                using var scope = torch.NewDisposeScope();
                return Found(() => fault(one, on)) is { } found ? $"{row.Name}, {one.Name}: {found}" : null;
            }
        });

    // An op that throws has failed the check, and the others are still to be checked.
    private static string? Found(Func<string?> fault)
    {
        try
        {
            return fault();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"throws {exception.GetType().Name}: {exception.Message.Split('\n')[0]}";
        }
    }
}
