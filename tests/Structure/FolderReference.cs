namespace ScratchVsAutograd.Tests.Structure;

/// <summary>A type in one folder of a project that refers to a type in another.</summary>
/// <param name="From">The type that refers.</param>
/// <param name="FromFolder">Its folder, from the project's own; <c>.</c> for that itself.</param>
/// <param name="To">The type that is referred to.</param>
/// <param name="ToFolder">Its folder.</param>
internal sealed record FolderReference(string From, string FromFolder, string To, string ToFolder);
