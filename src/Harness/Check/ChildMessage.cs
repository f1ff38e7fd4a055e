using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>What the child process says; one of the properties is not null. Messages are JSON, a line each.</summary>
internal sealed record ChildMessage
{
    private static readonly JsonSerializerOptions Numbers = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>What was found in each target, in their order, once at the beginning.</summary>
    public IReadOnlyList<TargetContent>? Found { get; init; }

    /// <summary>How far the candidate that was asked for last has come.</summary>
    public RunProgress? Progress { get; init; }

    /// <summary>
    /// What is known already of the candidate that was asked for last: that it does not agree, and where. The outcome follows.
    /// </summary>
    public CheckOutcome? Verdict { get; init; }

    /// <summary>What became of the candidate that was asked for last.</summary>
    public CheckOutcome? Outcome { get; init; }

    /// <summary>The message as one line.</summary>
    public static string Serialize<T>(T message) => JsonSerializer.Serialize(message, Numbers);

    /// <summary>The message of a line.</summary>
    public static T Deserialize<T>(string line) => JsonSerializer.Deserialize<T>(line, Numbers)!;
}
