namespace ScratchVsAutograd.Harness.Checking;

/// <summary>One file to check, as it travels to the child process: an assembly as it is, or what was made of a source file or a project.</summary>
internal sealed record CheckTarget
{
    /// <summary>The file as the user named it.</summary>
    public required string Name { get; init; }

    /// <summary>The assembly, by its full path; null where there is none.</summary>
    public string? Assembly { get; init; }

    /// <summary>The types of this file, where the assembly has others' too; null for all.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Why it cannot be checked, in a sentence; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>With <see cref="Problem"/>: the compiler's errors.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}
