namespace ScratchVsAutograd.Scratch.Networks.Layers;

/// <summary>How large the blocks of a transformer are.</summary>
/// <param name="Layers">How many blocks.</param>
/// <param name="Width">Of the stream; divisible by the heads.</param>
/// <param name="Heads">Of the attention.</param>
internal record TransformerSizes(int Layers, long Width, long Heads);
