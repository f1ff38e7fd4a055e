using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Pictures;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>One tensor on a page.</summary>
internal sealed record PageTensor
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, such as <c>parameter</c>; empty where that is not known.</summary>
    public string Role { get; init; } = "";

    /// <summary>Its shape in words.</summary>
    public required string Shape { get; init; }

    /// <summary>The verdict.</summary>
    public required string Verdict { get; init; }

    /// <summary>Whether it passes.</summary>
    public required bool Passes { get; init; }

    /// <summary>Whether a mistake is made here.</summary>
    public bool IsAtFault { get; init; }

    /// <summary>The tensors whose mistakes reached this one.</summary>
    public ImmutableArray<string> Origins { get; init; } = [];

    /// <summary>The lines that wrote it.</summary>
    public ImmutableArray<string> WrittenAt { get; init; } = [];

    /// <summary>What else is to be said.</summary>
    public string? Note { get; init; }

    /// <summary>The numbers; null where there are no two tensors to compare.</summary>
    public PageNumbers? Numbers { get; init; }

    /// <summary>The elements furthest off.</summary>
    public ImmutableArray<PageElement> Worst { get; init; } = [];

    /// <summary>Pictures, by what they are of.</summary>
    public ImmutableArray<PagePicture> Pictures { get; init; } = [];

    /// <summary>The pictures of a tensor, without what would be the same twice.</summary>
    public static ImmutableArray<PagePicture> PicturesOf(IReadOnlyDictionary<PictureOf, TensorPicture> pictures)
        => [
            .. pictures.OrderBy(picture => picture.Key)
                .Where(picture => picture.Key != PictureOf.Isolated
                    || !pictures.TryGetValue(PictureOf.Chained, out var chained) || !PagePicture.IsSame(chained, picture.Value))
                .Select(picture => PagePicture.Of(picture.Key, picture.Value)),
        ];
}
