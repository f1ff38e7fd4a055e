using System.CommandLine;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Options;

/// <summary>
/// From which seed, in which precision and where a run is. Each is one object for all experiments and commands, so that help shows it once.
/// </summary>
internal sealed class RunOptions
{
    public DefaultedOption<long> Seed { get; } = OptionFactory.Create(
        "--seed", "N", "Seed of all that is random; the same numbers as PyTorch's [0]", 0L, ValueParser.Seed);

    public DefaultedOption<ScalarType> Dtype { get; } = OptionFactory.Create(
        "--dtype", "DTYPE", "float32, float64, bfloat16 or float16 [float32]", ScalarType.Float32, ValueParser.Dtype);

    /// <summary>Recursive, as the SDK's <c>dotnet run --device</c> puts it before the command's name.</summary>
    public DefaultedOption<DeviceName> Device { get; } = CreateDevice();

    /// <summary>How many of the training rows at once.</summary>
    public DefaultedOption<int?> Batch { get; } = OptionFactory.Create<int?>(
        "--batch", "N", "Compare on the first N training rows only; train on N at a time, in random order [all]", null,
        text => ValueParser.Count(text));

    /// <summary>The device, found to be usable.</summary>
    /// <exception cref="InputException">It is not there, or cannot hold the dtype.</exception>
    public Device OpenDevice(ParseResult result)
    {
        var device = Device.ValueIn(result);
        if (device.Type == TorchSharp.DeviceType.MPS && Dtype.ValueIn(result) == ScalarType.Float64)
            throw new InputException("--dtype float64 does not exist on --device mps; use float32 there, or --device cpu.");
        return device.Open();
    }

    /// <summary>The device by name, found to be usable; the CPU needs no LibTorch for that.</summary>
    /// <exception cref="InputException">It is not there.</exception>
    public DeviceName UsableDevice(ParseResult result)
    {
        var device = Device.ValueIn(result);
        if (device.Type != TorchSharp.DeviceType.CPU) device.Open();
        return device;
    }

    private static DefaultedOption<DeviceName> CreateDevice()
    {
        var option = OptionFactory.Create(
            "--device", "cpu|cuda|cuda:N|mps", "Where to run [cpu]", new DeviceName(TorchSharp.DeviceType.CPU, null), ValueParser.Device);
        option.Recursive = true;
        return option;
    }
}
