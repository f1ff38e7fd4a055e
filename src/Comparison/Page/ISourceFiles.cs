namespace ScratchVsAutograd.Comparison.Page;

/// <summary>Finds the source files that a report names.</summary>
internal interface ISourceFiles
{
    /// <summary>The file; null where it is not there.</summary>
    /// <param name="file">The path as compiled: absolute, or relative to a folder that nobody recorded.</param>
    SourceFile? Find(string file);
}

/// <summary>A source file.</summary>
/// <param name="Text">What is in it.</param>
/// <param name="Path">Where it is; null where it is in no file on this machine.</param>
internal sealed record SourceFile(string Text, string? Path);
