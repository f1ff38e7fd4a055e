namespace ScratchVsAutograd.Files;

/// <summary>What may be left out of a file.</summary>
internal sealed record ReadOptions
{
    /// <summary>Names of arrays that are left out where they cannot be used.</summary>
    public Func<string, bool> MayBeUnusable { get; init; } = _ => false;

    /// <summary>
    /// The option by which a user says so, such as <c>--ignore</c>; null where there is none, and no sentence speaks of it.
    /// </summary>
    public string? LeavesOut { get; init; }

    /// <summary>The cure that is one only where there is such an option, with what joins it to the sentence.</summary>
    /// <param name="before">Such as <c>"; "</c>.</param>
    /// <param name="name">The array.</param>
    /// <param name="after">Such as <c>" leaves it out"</c>.</param>
    public string Cure(string before, string name, string after = "")
        => LeavesOut is null ? "" : $"{before}{LeavesOut} '{FileFault.Shown(name)}'{after}";
}
