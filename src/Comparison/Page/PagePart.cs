using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>One comparison on a page; what is empty is left out.</summary>
internal sealed record PagePart
{
    /// <summary>What a report says to people; its tensors are the caller's to add.</summary>
    /// <param name="printed">The report.</param>
    /// <param name="agrees">Whether all is as it should be.</param>
    public static PagePart Of(PrintedReport printed, bool agrees) => new()
    {
        Name = printed.Title,
        Answer = printed.Closing,
        Agrees = agrees,
        Facts = PageNote.Of(printed.Facts),
        Findings = PageNote.Of(printed.Findings),
    };

    /// <summary>What it is on.</summary>
    public required string Name { get; init; }

    /// <summary>The outcome in one sentence.</summary>
    public required string Answer { get; init; }

    /// <summary>Whether all is as it should be.</summary>
    public required bool Agrees { get; init; }

    /// <summary>What the judged side is called.</summary>
    public string Judged { get; init; } = "scratch";

    /// <summary>What the other side is called.</summary>
    public string Reference { get; init; } = "autograd";

    /// <summary>How it was done.</summary>
    public ImmutableArray<PageNote> Facts { get; init; } = [];

    /// <summary>What is wrong, where, who is right, why, and what to do.</summary>
    public ImmutableArray<PageNote> Findings { get; init; } = [];

    /// <summary>A row each.</summary>
    public ImmutableArray<PageTensor> Tensors { get; init; } = [];

    /// <summary>What is made from what.</summary>
    public ImmutableArray<TensorUse> Uses { get; init; } = [];

    /// <summary>Lines of source around what is wrong.</summary>
    public ImmutableArray<PageSource> Sources { get; init; } = [];

    /// <summary>What the witness measured.</summary>
    public ImmutableArray<PageTestimony> Witness { get; init; } = [];

    /// <summary>Curves, such as a loss over epochs.</summary>
    public ImmutableArray<PageChart> Charts { get; init; } = [];

    /// <summary>A table of what passed and what did not; null where there is none.</summary>
    public PageMatrix? Matrix { get; init; }

    /// <summary>What the words of the table mean.</summary>
    public ImmutableArray<PageNote> Legend { get; init; } = [];
}
