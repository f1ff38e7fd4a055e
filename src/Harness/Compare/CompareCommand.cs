using System.CommandLine;
using ScratchVsAutograd.Comparison;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Witness;
using ScratchVsAutograd.Harness.Compare.Dumps;
using ScratchVsAutograd.Harness.Compare.Print;
using ScratchVsAutograd.Harness.Experiments;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;
using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Compare;

/// <summary><c>compare [experiment]</c>: one backward pass by hand against autograd's, and the reports on it.</summary>
internal sealed class CompareCommand(ExperimentOptions experimentOptions, Terminal terminal)
{
    private readonly Argument<string?> experiment = new("experiment")
    {
        Description = "Which experiment; list names them [notebook]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly ToleranceOptions tolerance = new();

    private readonly TableOptions table = new();

    private readonly DefaultedOption<NumericMode> numeric = OptionFactory.Create(
        "--numeric", "full|off", "Check every element of every parameter by finite differences in float64 too [off]", NumericMode.Off, ValueParser.Numeric);

    private readonly DefaultedOption<string?> print = OptionFactory.Create(
        "--print", "TENSOR", "Print scratch | autograd | difference of W1, W1[0:4,0:6], worst or all", (string?)null, text => text);

    private readonly DefaultedOption<string?> dump = OptionFactory.Create(
        "--dump", "DIR|FILE.npz|FILE.safetensors",
        "Write every gradient to a folder (a side-by-side text each, and gradients.npz) or one file; bfloat16 is float32 in a .npz, itself in a .safetensors",
        (string?)null, ValueParser.Path);

    private readonly DefaultedOption<string?> json = OptionFactory.Create(
        "--json", "FILE", "Write the report as JSON; - is standard output, and then nothing else is", (string?)null, ValueParser.Path);

    public Command AddTo(Command command)
    {
        command.Add(experiment);
        experimentOptions.AddTo(command);
        tolerance.AddTo(command);
        foreach (var option in new Option[] { numeric, print, dump, json }) command.Add(option);
        table.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult result)
    {
        using var scope = NewDisposeScope();
        var found = ExperimentCatalog.Find(result.GetValue(experiment) ?? ExperimentCatalog.Default);
        ExperimentOptions.RequireMeaningful(result, found);
        var outputs = Outputs(result);
        var rows = table.Rows(result);
        var options = Options(result, outputs);
        var settings = experimentOptions.Settings(result);
        var prepared = found.Prepare(settings);
        var report = Comparer.Run(prepared.Computation, options);
        var checkedNumerically = numeric.ValueIn(result) == NumericMode.Full ? CheckEveryElement(prepared.Computation, options) : null;
        var context = new ReportContext(settings.Seed, prepared.Data, CommandText.Of(result)) { Numeric = checkedNumerically, Rows = rows, Legend = table.Legend(result) };
        outputs.Write(report, context, terminal);
        return report.Agrees && (checkedNumerically is null or { ScratchAgrees: true }) ? ExitCode.Agree : ExitCode.Disagree;
    }

    private NumericReport CheckEveryElement(Computation computation, ComparisonOptions options)
    {
        var elements = computation.Leaves
            .Where(leaf => leaf.Role == LeafRole.Parameter || (leaf.Role == LeafRole.Input && options.Inputs)).Sum(leaf => leaf.Value.numel());
        return ProgressBar.Show(terminal.ErrorConsole, "finite differences", elements, report => NumericCheck.Full(
            computation, new NumericOptions { Inputs = options.Inputs }, new ProgressReporter(progress => report(progress.Done))));
    }

    // Not Progress<T>, which would report on another thread, after the bar is gone.
    private sealed class ProgressReporter(Action<NumericProgress> report) : IProgress<NumericProgress>
    {
        public void Report(NumericProgress value) => report(value);
    }

    private ComparisonOptions Options(ParseResult result, ReportOutputs outputs)
    {
        var dtype = experimentOptions.Dtype(result);
        var usual = Tolerance.For(dtype);
        return new ComparisonOptions
        {
            Device = experimentOptions.OpenDevice(result),
            Dtype = dtype,
            Tolerance = new Tolerance(tolerance.Relative(result) ?? usual.Relative, tolerance.Absolute(result) ?? usual.Absolute),
            Inputs = tolerance.Inputs(result),
            Strict = tolerance.Strict(result),
            Witness = tolerance.Witness(result),
            WhyTime = tolerance.WhyTime(result),
            KeepValues = outputs.NeedValues,
        };
    }

    private ReportOutputs Outputs(ParseResult result)
    {
        var printed = print.ValueIn(result);
        var jsonFile = json.ValueIn(result);
        if (printed is not null && jsonFile == ReportOutputs.StandardOutput)
            throw new InputException("--print and --json - both want standard output; give --json a file.");
        var dumped = dump.ValueIn(result) is { } path ? new DumpTarget(path) : null;
        var outputs = new ReportOutputs(printed is null ? null : TensorSelector.Parse(printed), dumped, jsonFile);
        outputs.RequireWritable(experimentOptions.Inputs(result));
        return outputs;
    }
}
