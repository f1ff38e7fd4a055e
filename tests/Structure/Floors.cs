namespace ScratchVsAutograd.Tests.Structure;

/// <summary>
/// A project's folders from the ground up: what is in one may refer to what is below it, and to nothing beside or above it.
/// </summary>
internal sealed class Floors
{
    private readonly Dictionary<string, int> floorOf;

    /// <summary>Puts every folder on its floor.</summary>
    /// <param name="floors">
    /// The folders of each floor, separated by commas, the lowest first; <c>.</c> is the project's own. A folder that is not named belongs
    /// to the one that it lies in.
    /// </param>
    public Floors(params string[] floors) => floorOf = floors
        .SelectMany((folders, floor) => folders.Split(',', StringSplitOptions.TrimEntries).Select(folder => (folder, floor)))
        .ToDictionary(pair => pair.folder, pair => pair.floor, StringComparer.Ordinal);

    /// <summary>The folders that are named.</summary>
    public IEnumerable<string> Folders => floorOf.Keys;

    /// <summary>What goes up or aside, a sentence each that names the two types.</summary>
    public IReadOnlyList<string> Faults(IEnumerable<FolderReference> references) =>
    [
        .. references.Select(Fault).OfType<string>().Distinct().Order(StringComparer.Ordinal),
    ];

    private string? Fault(FolderReference reference)
    {
        var (from, to) = (Named(reference.FromFolder), Named(reference.ToFolder));
        if (from is null || to is null) return $"{(from is null ? reference.FromFolder : reference.ToFolder)} is on no floor.";
        if (from == to || floorOf[to] < floorOf[from]) return null;
        return $"{reference.From} in {reference.FromFolder} refers {(floorOf[to] == floorOf[from] ? "aside" : "up")} to {reference.To} in "
            + $"{reference.ToFolder}.";
    }

    private string? Named(string folder)
    {
        for (var around = folder; around.Length > 0; around = Path.GetDirectoryName(around)!.Replace('\\', '/'))
        {
            if (floorOf.ContainsKey(around)) return around;
        }

        return null;
    }
}
