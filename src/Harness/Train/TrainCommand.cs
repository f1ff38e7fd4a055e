using System.CommandLine;
using System.Globalization;
using ScratchVsAutograd.Harness.Experiments;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

// This folder: two copies of one computation, trained. Trainer goes through the epochs with a Learner on each side (ScratchLearner,
// AutogradLearner), ParameterDrift measures how far they part, and a TrainingLog comes out, which TrainingReport and TrainingCsv write.

/// <summary>
/// <c>train</c>: one start trained twice, with gradients by hand and by autograd, to see what becomes of their differences.
/// </summary>
internal sealed class TrainCommand(ExperimentCatalog catalog, RunOptions run, Terminal terminal)
{
    private const string RateName = "--learning-rate";

    // A record of every epoch is kept: this many are 200 MB.
    private const int MostEpochs = 1_000_000;

    private readonly Argument<string?> experiment = catalog.Argument();

    private readonly DefaultedOption<double> learningRate = OptionFactory.Create(
        RateName, "A", "The A in W <- W - A * dL/dW, or the optimizer's own [0.03]", TrainingOptions.DefaultLearningRate,
        ValueParser.Positive);

    private readonly DefaultedOption<UpdateRule> optimizer = OptionFactory.Create(
        "--optimizer", "sgd|momentum|adamw", "How gradients become updates [sgd]", UpdateRule.All[0], UpdateRule.Of);

    private readonly DefaultedOption<RateSchedule> schedule = OptionFactory.Create(
        "--schedule", "constant|step|cosine",
        "How the learning rate changes: a tenth after half of the updates and again after three quarters, or up in the first tenth and "
            + "down along a cosine [constant]",
        RateSchedule.All[0], RateSchedule.Of);

    private readonly DefaultedOption<int> epochs = OptionFactory.Create(
        "--epochs", "N", "How often to go through all training rows [100]", TrainingOptions.DefaultEpochs, Epochs);

    private readonly DefaultedOption<string?> csv = OptionFactory.Create(
        "--csv", "FILE", "Write every epoch as CSV, with a header; - writes it to standard output, in place of the text", (string?)null,
        text => text);

    private readonly DefaultedOption<string?> html = OptionFactory.Create(
        ReportFormat.Page, "FILE", "Write the curves as one HTML page, to look at; - writes it to standard output, in place of the text",
        (string?)null, ValueParser.Path);

    public Command Create()
    {
        var command = new Command(
            "train",
            "Train two copies of the network, one with the hand-written gradients, one with autograd's. Exit code 0: they end with the "
                + "same "
            + "parameters, within the dtype's tolerance; 1: they do not; 2: an argument is not usable");
        command.Add(experiment);
        Option[] own = [learningRate, optimizer, schedule, epochs, csv, html];
        foreach (var option in own.Concat(catalog.Options)) command.Add(option);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult result)
    {
        var found = catalog.Find(result, experiment);
        return MemoryShortage.Guard(found.Smaller, () => Run(result, found));
    }

    private int Run(ParseResult result, Experiment found)
    {
        using var scope = NewDisposeScope();
        OutputFile[] outputs = [new(csv.Name, csv.ValueIn(result)), new(html.Name, html.ValueIn(result))];
        // Before the work, not after it.
        OutputFile.RequireWritable(found.Inputs(result), outputs);
        var options = Options(result);
        var prepared = found.Prepare(result);
        options = options with { Batch = Batch(result, prepared.Training) };
        var log = ProgressBar.Show(
            terminal.ErrorConsole, "training", 1000, report => Trainer.Run(prepared, options, done => report((long)(1000 * done))));
        var printed = TrainingReport.Of(log, prepared);
        OutputFile.Write(
            terminal, () => terminal.Console.WriteReports(printed),
            (outputs[0], stream => TrainingCsv.Write(stream, log)),
            (outputs[1], stream => TrainingPage.Write(stream, log, printed, CommandText.Of(result))));
        return log.Agrees ? ExitCode.Agree : ExitCode.Disagree;
    }

    private TrainingOptions Options(ParseResult result)
    {
        var options = new TrainingOptions
        {
            LearningRate = learningRate.ValueIn(result),
            Rule = optimizer.ValueIn(result),
            Schedule = schedule.ValueIn(result),
            Epochs = epochs.ValueIn(result),
            Seed = run.Seed.ValueIn(result),
            Dtype = run.Dtype.ValueIn(result),
            Device = run.OpenDevice(result),
        };
        RequireRepresentable(options.LearningRate, options.Dtype);
        return options;
    }

    // Null where it is all rows; more than there are was refused in preparing.
    private int? Batch(ParseResult result, TrainingRows? rows)
        => (run.Batch.ValueIn(result) ?? rows?.UsualBatch) is { } size && size < rows?.Count ? size : null;

    // bfloat16 and float16 tensors too are multiplied by the rate in float32. One that is 0 there would teach nothing, and agree.
    private static void RequireRepresentable(double rate, ScalarType dtype)
    {
        if (dtype == ScalarType.Float64 || (float)rate is > 0 and <= float.MaxValue) return;
        throw new InputException(
            $"{RateName} {Numbers.Exact(rate)} is {((float)rate == 0 ? "0" : "infinite")} in float32, in which --dtype {dtype.Word()} is "
                + "updated; "
            + "give it a number such as 0.03, or use --dtype float64.");
    }

    private static int Epochs(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epochs) && epochs is >= 1 and <= MostEpochs
            ? epochs
            : throw new InputException($"'{text}' is not a number of epochs; expected a whole number from 1 to {MostEpochs}, such as 100.");
}
