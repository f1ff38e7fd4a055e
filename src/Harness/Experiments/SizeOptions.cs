using System.CommandLine;
using System.Globalization;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Scratch.Networks.Layers;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>How large a network is. Each is one object for all experiments that have it.</summary>
internal sealed class SizeOptions
{
    private const int MostUnits = 100_000;

    private readonly DefaultedOption<int> layers = OptionFactory.Create("--layers", "N", "Blocks [2]", 2, ValueParser.Count);

    private readonly DefaultedOption<int> width = OptionFactory.Create(
        "--width", "N", "Of the stream, divisible by the heads [64]", 64, ValueParser.Count);

    private readonly DefaultedOption<int> heads = OptionFactory.Create("--heads", "N", "Of the attention [4]", 4, ValueParser.Count);

    /// <summary>Widths of hidden layers.</summary>
    public DefaultedOption<IReadOnlyList<int>> Hidden { get; } = OptionFactory.Create(
        "--hidden", "N[,N…]", "Widths of the hidden layers, or none [30]", (IReadOnlyList<int>)[30], Widths);

    /// <summary>Of the first convolution.</summary>
    public DefaultedOption<int> Channels { get; } = OptionFactory.Create(
        "--channels", "N", "Kernels of the first convolution; later ones have twice as many [16]", 16, ValueParser.Count);

    /// <summary>Of a recurrent network.</summary>
    public DefaultedOption<int> State { get; } = OptionFactory.Create(
        "--state", "N", "Size of a recurrent network's state [32]", 32, ValueParser.Count);

    /// <summary>Of the blocks of a transformer, in help's order.</summary>
    public IReadOnlyList<Option> OfTransformer => [layers, width, heads];

    /// <summary>How large the blocks of a transformer are.</summary>
    /// <exception cref="InputException">The heads cannot divide the width among them.</exception>
    public TransformerSizes Transformer(ParseResult result)
    {
        var (D, H) = (width.ValueIn(result), heads.ValueIn(result));
        if (D % H != 0) throw new InputException($"--width {D} is not divisible by --heads {H}; each head takes an equal part.");
        return new TransformerSizes(layers.ValueIn(result), D, H);
    }

    private static IReadOnlyList<int> Widths(string text)
    {
        if (text == "none") return [];
        var widths = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var width) || width is < 1 or > MostUnits)
                throw new InputException(
                    $"'{text}' is not a list of hidden layers; "
                    + $"expected widths from 1 to {MostUnits} such as 30 or 64,32, or the word none.");
            widths.Add(width);
        }

        return widths;
    }
}
