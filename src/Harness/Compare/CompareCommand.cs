using System.CommandLine;
using ScratchVsAutograd.Comparison.Gradcheck;
using ScratchVsAutograd.Harness.Compare.Dumps;
using ScratchVsAutograd.Harness.Compare.Print;
using ScratchVsAutograd.Harness.Experiments;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Compare;

// This folder: the default command. Comparer, a library, does the work; here are its options and what is written of its report:
// ConsoleReport, NumericTable, the gradients side by side (Print) and in files (Dumps).

/// <summary><c>compare [experiment]</c>: one backward pass by hand against autograd's, and the reports on it.</summary>
internal sealed class CompareCommand(ExperimentCatalog catalog, RunOptions run, Terminal terminal)
{
    private readonly Argument<string?> experiment = catalog.Argument();

    private readonly ToleranceOptions tolerance = new();

    private readonly TableOptions table = new();

    private readonly DefaultedOption<NumericMode> numeric = OptionFactory.Create(
        "--numeric", "full|off", "Also check every element of every parameter by finite differences in float64 [off]",
        NumericMode.Off, Numeric);

    private readonly DefaultedOption<string?> print = OptionFactory.Create(
        "--print", "TENSOR", "Print scratch | autograd | difference of W1, W1[0:4,0:6], worst or all", (string?)null, text => text);

    private readonly DefaultedOption<string?> dump = OptionFactory.Create(
        "--dump", "DIR|FILE.npz|FILE.safetensors",
        "Write every gradient to a folder (side-by-side texts and gradients.npz) or to one file; a .npz stores bfloat16 as float32",
        (string?)null, ValueParser.Path);

    private readonly ReportFiles files = new();

    public Command AddTo(Command command)
    {
        command.Add(experiment);
        foreach (var option in catalog.Options) command.Add(option);
        tolerance.AddTo(command);
        foreach (var option in new Option[] { numeric, print, dump }) command.Add(option);
        files.AddTo(command);
        table.AddTo(command);
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
        var outputs = Outputs(result, found);
        var rows = table.Rows(result);
        var options = Options(result, outputs);
        var prepared = found.Prepare(result);
        var report = Comparer.Run(prepared.Computation, options);
        var checkedNumerically = numeric.ValueIn(result) == NumericMode.Full ? CheckEveryElement(prepared.Computation, options) : null;
        var context = new ReportContext(prepared.Seed, prepared.Data, CommandText.Of(result))
        {
            Numeric = checkedNumerically,
            Rows = rows,
            Legend = table.Legend(result),
        };
        outputs.Write(report, context, terminal);
        return report.Agrees && (checkedNumerically is null or { ScratchAgrees: true }) ? ExitCode.Agree : ExitCode.Disagree;
    }

    private NumericReport CheckEveryElement(Computation computation, ComparisonOptions options)
    {
        var elements = computation.Leaves
            .Where(leaf => leaf.Role == LeafRole.Parameter || (leaf.Role == LeafRole.Input && options.Inputs))
            .Sum(leaf => leaf.Value.numel());
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
        var dtype = run.Dtype.ValueIn(result);
        var usual = Tolerance.For(dtype);
        return new ComparisonOptions
        {
            Device = run.OpenDevice(result),
            Dtype = dtype,
            // The networks are ours, and ask their tensors for all sizes.
            TriesSmallerLeaves = true,
            Tolerance = new Tolerance(tolerance.Relative(result) ?? usual.Relative, tolerance.Absolute(result) ?? usual.Absolute),
            Inputs = tolerance.Inputs(result),
            Strict = tolerance.Strict(result),
            Witness = tolerance.Witness(result),
            WhyTime = tolerance.WhyTime(result),
            KeepValues = outputs.NeedValues,
            KeepPictures = outputs.NeedPictures,
        };
    }

    private ReportOutputs Outputs(ParseResult result, Experiment found)
    {
        var printed = print.ValueIn(result);
        var asked = files.Asked(result);
        if (printed is not null && asked.FirstOrDefault(file => file.IsStandardOutput) is { } instead)
            throw new InputException($"--print and {instead.Option} - both want standard output; give {instead.Option} a file.");
        var dumped = dump.ValueIn(result) is { } path ? new DumpTarget(path) : null;
        var outputs = new ReportOutputs(printed is null ? null : TensorSelector.Parse(printed), dumped, asked);
        outputs.RequireWritable(found.Inputs(result));
        return outputs;
    }

    private static NumericMode Numeric(string text) => text switch
    {
        "full" => NumericMode.Full,
        "off" => NumericMode.Off,
        _ => throw new InputException($"'{text}' is not a numeric check{Nearest.Question(text, ["full", "off"])}; expected full, or off."),
    };
}
