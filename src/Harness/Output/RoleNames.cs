
namespace ScratchVsAutograd.Harness.Output;

/// <summary>The words for what a tensor is.</summary>
internal static class RoleNames
{
    /// <summary>Such as <c>parameter</c>.</summary>
    public static string Word(this TensorRole role) => role.ToString().ToLowerInvariant();
}
