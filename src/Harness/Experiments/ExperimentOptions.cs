using System.CommandLine;
using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Experiments.Notebook;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;
using ScratchVsAutograd.Scratch.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>The options that say which network, on which data, in which precision: the same for every command that runs one.</summary>
internal sealed class ExperimentOptions
{
    private readonly DefaultedOption<WeightInitialization> init = OptionFactory.Create(
        "--init", "he|randn", "How the weights are drawn: standard normal, scaled by √(2/features) for he [he]",
        WeightInitialization.He, ValueParser.Initialization);

    private readonly DefaultedOption<long> seed = OptionFactory.Create(
        "--seed", "N", "Seed of the weights; the same numbers as PyTorch's [0]", 0L, ValueParser.Seed);

    private readonly DefaultedOption<IReadOnlyList<int>> hidden = OptionFactory.Create(
        "--hidden", "N[,N…]", "Widths of the hidden layers, or none [30]", (IReadOnlyList<int>)[30], ValueParser.Hidden);

    private readonly DefaultedOption<double> epsilon = OptionFactory.Create(
        "--epsilon", "E", "Added to the softmax's denominator and inside the logarithm; may be 0 [1e-10]",
        SoftmaxCrossEntropy.DefaultEpsilon, ValueParser.NonNegative);

    private readonly DefaultedOption<ScalarType> dtype = OptionFactory.Create(
        "--dtype", "DTYPE", "float32, float64, bfloat16 or float16 [float32]", ScalarType.Float32, ValueParser.Dtype);

    private readonly DefaultedOption<string?> data = OptionFactory.Create(
        "--data", "FILE.csv|random:NxFxC", "Own data, the last column the label; or N Gaussian rows of F features in C classes [the digits]",
        (string?)null, text => text);

    private readonly DefaultedOption<int?> batch = OptionFactory.Create<int?>(
        "--batch", "N", "Only the first N training rows [all]", null, text => ValueParser.Count(text));

    /// <summary>Recursive, as the SDK's <c>dotnet run --device</c> puts it before the command's name.</summary>
    public DefaultedOption<DeviceName> Device { get; } = CreateDevice();

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { init, seed, hidden, epsilon, dtype, data, batch }) command.Add(option);
    }

    public ExperimentSettings Settings(ParseResult result) => new()
    {
        Initialization = init.ValueIn(result),
        Seed = seed.ValueIn(result),
        Hidden = hidden.ValueIn(result),
        Epsilon = epsilon.ValueIn(result),
        Data = data.ValueIn(result),
        Batch = batch.ValueIn(result),
    };

    /// <summary>Refuses what was typed and would say nothing to the experiment.</summary>
    /// <exception cref="InputException">There is such an option.</exception>
    public static void RequireMeaningful(ParseResult result, Experiment experiment)
    {
        if (result.Tokens.FirstOrDefault(token => experiment.ForeignOptions.Contains(token.Value)) is { } foreign)
            throw new InputException(
                $"{foreign.Value} says nothing to the experiment {experiment.Name}, which draws all it runs on from --seed; "
                + $"leave {foreign.Value} out, or compare {ExperimentCatalog.Default}.");
    }

    /// <summary>The files that these options name.</summary>
    public InputFiles[] Inputs(ParseResult result)
        => data.ValueIn(result) is { } path && !path.StartsWith(RandomData.Prefix, StringComparison.Ordinal) ? [new InputFiles("--data", path)] : [];

    public ScalarType Dtype(ParseResult result) => dtype.ValueIn(result);

    /// <summary>The device, found to be usable.</summary>
    /// <exception cref="InputException">It is not there, or cannot hold the dtype.</exception>
    public Device OpenDevice(ParseResult result)
    {
        var device = Device.ValueIn(result);
        if (device.Type == TorchSharp.DeviceType.MPS && Dtype(result) == ScalarType.Float64)
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
