using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>Some lines of somebody's source.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Tensor">The tensor that they are about.</param>
/// <param name="File">The file as the report names it.</param>
/// <param name="First">The number of the first line.</param>
/// <param name="Lines">The lines.</param>
/// <param name="Faulty">The numbers of those that are at fault.</param>
/// <param name="Path">Where the file is on this machine, for a link that opens it in an editor; null where it is not there.</param>
internal sealed record PageSource(
    string Title, string Tensor, string File, int First, ImmutableArray<string> Lines, ImmutableArray<int> Faulty, string? Path);
