namespace ScratchVsAutograd.Harness.Compare.Print;

/// <summary>One of the blocks of numbers that stand side by side.</summary>
/// <param name="Title">Above the block.</param>
/// <param name="Text">The text of the element at a flat index.</param>
internal sealed record SideBySideBlock(string Title, Func<long, string> Text);
