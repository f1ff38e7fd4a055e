using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Options;

/// <summary>Texts of option values to values; what does not fit is an <see cref="InputException"/> that says what would.</summary>
internal static class ValueParser
{
    public static long Seed(string text)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new InputException($"'{text}' is not a seed; expected a whole number that fits 64 bits, such as 0.");

    public static int Count(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1
            ? count
            : throw new InputException($"'{text}' is not a count; expected a whole number, 1 or more.");

    /// <summary>A number that is finite in float32 too, because that is what most runs compute in.</summary>
    public static double NonNegative(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= float.MaxValue
            ? number
            : throw new InputException($"'{text}' is not usable; expected a number from 0 to 3.4e38, such as 1e-5.");

    public static double Positive(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 && double.IsFinite(number)
            ? number
            : throw new InputException($"'{text}' is not usable; expected a finite number above 0, such as 0.03.");

    /// <summary>A length of time in seconds, up to eleven days.</summary>
    public static TimeSpan Seconds(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 1_000_000
            ? TimeSpan.FromSeconds(seconds)
            : throw new InputException($"'{text}' is not a time; expected seconds from 0 to 1000000, such as 5 or 0.5.");

    public static string Path(string text)
        => string.IsNullOrWhiteSpace(text) ? throw new InputException("the name is empty; give the name of a file or folder.") : text;

    public static ScalarType Dtype(string text) => text switch
    {
        "float32" => ScalarType.Float32,
        "float64" => ScalarType.Float64,
        "bfloat16" => ScalarType.BFloat16,
        "float16" => ScalarType.Float16,
        _ => throw new InputException($"'{text}' is not a dtype{Nearest.Question(text, ["float32", "float64", "bfloat16", "float16"])}; "
            + "expected float32, float64, bfloat16 or float16."),
    };

    public static WitnessMode Witness(string text) => text switch
    {
        "auto" => WitnessMode.Auto,
        "always" => WitnessMode.Always,
        "never" => WitnessMode.Never,
        _ => throw new InputException($"'{text}' is not a time to ask the witness{Nearest.Question(text, ["auto", "always", "never"])}; "
            + "expected auto, always or never."),
    };

    /// <summary>A device by name, whether or not the machine has it.</summary>
    public static DeviceName Device(string text)
    {
        var (kind, index) = text.Split(':', 2) is [var before, var after] ? (before, after) : (text, null);
        var type = kind switch
        {
            "cpu" when index is null => DeviceType.CPU,
            "mps" when index is null => DeviceType.MPS,
            "cuda" => DeviceType.CUDA,
            _ => throw NotADevice(text),
        };
        if (index is null) return new DeviceName(type, null);
        return int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new DeviceName(type, number)
            : throw NotADevice(text);
    }

    private static InputException NotADevice(string text)
        => new($"'{text}' is not a device{(text == "gpu" ? " (did you mean cuda?)" : Nearest.Question(text, ["cpu", "cuda", "mps"]))}; "
            + "expected cpu, cuda, cuda:N with N counted from 0, or mps.");
}
