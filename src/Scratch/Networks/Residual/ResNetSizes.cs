namespace ScratchVsAutograd.Scratch.Networks.Residual;

/// <summary>How large a residual network is: each stage but the first halves height and width, and doubles the channels.</summary>
/// <param name="Channels">Of the first stage.</param>
/// <param name="Blocks">In each stage.</param>
/// <param name="Classes">How many there are.</param>
internal sealed record ResNetSizes(long Channels, int Blocks, long Classes)
{
    /// <summary>How many stages there are.</summary>
    public const int Stages = 3;

    /// <summary>The channels of a stage, counted from 0.</summary>
    public long ChannelsOf(int stage) => Channels << stage;
}
