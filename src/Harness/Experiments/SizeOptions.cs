using System.Globalization;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>How large a network is. Each is one object for all experiments that have it.</summary>
internal sealed class SizeOptions
{
    private const int MostUnits = 100_000;

    /// <summary>Widths of hidden layers.</summary>
    public DefaultedOption<IReadOnlyList<int>> Hidden { get; } = OptionFactory.Create(
        "--hidden", "N[,N…]", "Widths of the hidden layers, or none [30]", (IReadOnlyList<int>)[30], Widths);

    /// <summary>Of the first convolution.</summary>
    public DefaultedOption<int> Channels { get; } = OptionFactory.Create(
        "--channels", "N", "Kernels of the first convolution; later ones have twice as many [16]", 16, ValueParser.Count);

    /// <summary>Of a recurrent network.</summary>
    public DefaultedOption<int> State { get; } = OptionFactory.Create(
        "--state", "N", "Size of a recurrent network's state [32]", 32, ValueParser.Count);

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
