using ScratchVsAutograd.Scratch.Networks.Layers;

namespace ScratchVsAutograd.Scratch.Networks.Gpt2;

/// <summary>How large a GPT-2 is.</summary>
/// <param name="Vocabulary">How many tokens there are.</param>
/// <param name="Context">The longest sequence.</param>
/// <param name="Layers">How many blocks.</param>
/// <param name="Width">Of the stream; divisible by the heads.</param>
/// <param name="Heads">Of the attention.</param>
internal sealed record Gpt2Sizes(long Vocabulary, long Context, int Layers, long Width, long Heads)
    : TransformerSizes(Layers, Width, Heads)
{
    /// <summary>The smallest one that was published: 124 million parameters.</summary>
    public static Gpt2Sizes Published { get; } = new(50257, 1024, 12, 768, 12);

    /// <summary>How many parameters it has: 12 D² + 13 D a block, the two embeddings, and the last normalization.</summary>
    public long Parameters => Layers * (12 * Width * Width + 13 * Width) + (Vocabulary + Context + 2) * Width;
}
