using System.Text.Json;

namespace ScratchVsAutograd.Comparison.Json;

/// <summary>The words for causes.</summary>
internal static class CauseNames
{
    /// <summary>Such as <c>constantFactor</c>.</summary>
    public static string Word(this CauseKind cause) => JsonNamingPolicy.CamelCase.ConvertName(cause.ToString());
}
