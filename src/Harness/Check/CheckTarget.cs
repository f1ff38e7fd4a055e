using System.Text.Json.Serialization;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>
/// One file to check, as it travels to the child process: an assembly as it is, or what was made of a source file or a project.
/// </summary>
internal sealed record CheckTarget
{
    /// <summary>The file as the user named it.</summary>
    public required string Name { get; init; }

    /// <summary>The assembly, by its full path, or by a name of its own where it was compiled; null where there is none.</summary>
    public string? Assembly { get; init; }

    /// <summary>What was compiled; null where the assembly is a file. It travels with the settings.</summary>
    [JsonIgnore]
    public CompiledCode? Code { get; init; }

    /// <summary>The types of this file, where the assembly has others' too; null for all.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Why it cannot be checked, in a sentence; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>With <see cref="Problem"/>: the compiler's errors.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}
