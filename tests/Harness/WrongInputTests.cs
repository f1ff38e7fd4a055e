using ScratchVsAutograd.Harness.Output;
using TorchSharp;

namespace ScratchVsAutograd.Tests.Harness;

/// <summary>What cannot be used is answered with one sentence: what was found, and what to do.</summary>
public sealed class WrongInputTests(InputFolder folder) : IClassFixture<InputFolder>
{
    /// <summary>Stands for the folder of inputs.</summary>
    private const string Folder = "FOLDER";

    private static readonly string[] TooManyLayers = ["--hidden", string.Join(',', Enumerable.Repeat("11000", 10_000))];

    private static readonly Dictionary<string, (string[] Args, string Found, string Cure)> Cases = new()
    {
        // The shape of the command line.
        ["unknown option"] = (["--bogus"], "no option '--bogus'", "--help"),
        ["unknown option with a value"] = (["--bogus=5"], "no option '--bogus=5'", "--help"),
        ["unknown short option"] = (["-seed", "3"], "no option '-seed'", "--help"),
        ["option of another command"] = (["list", "--seed", "3"], "no option '--seed'", "--help"),
        ["unknown option beside help"] = (["--help", "--bogus"], "no option '--bogus'", "--help"),
        ["unknown experiment"] = (["nonsense"], "no command or experiment 'nonsense'", "the experiments are notebook"),
        ["unknown experiment to compare"] = (["compare", "nonsense"], "'nonsense'", "the experiments are notebook"),
        ["a file of arguments"] = (["@arguments"], "'@arguments'", "the experiments are notebook"),
        ["two experiments"] = (["notebook", "notebook"], "'notebook' is one argument too many", "leave it out"),
        ["two experiments to compare"] = (
            ["compare", "notebook", "twice"], "'twice' is one argument too many for 'compare'", "leave it out"),
        ["argument to list"] = (["list", "notebook"], "'notebook' is one argument too many for 'list'", "leave it out"),
        ["option given twice"] = (["--seed", "1", "--seed", "2"], "--seed is given 2 times, as 1 and 2", "give it once"),
        ["device before and after"] = (["--device", "cpu", "compare", "--device", "cpu"], "--device is given 2 times", "give it once"),
        ["options after a dash dash"] = (["--", "--seed", "5"], "'--seed' after '--'", "leave that '--' out"),
        ["value to a flag"] = (["--inputs=true"], "'true'", "the experiments are notebook"),

        // What was meant.
        ["a command with two letters exchanged"] = (
            ["comapre"], "no command or experiment 'comapre' (did you mean compare?)", "--help lists"),
        ["a command that is cut off"] = (
            ["chec", "Op.cs", "--timeout", "5"], "no command or experiment 'chec' (did you mean check?)", "--help lists"),
        ["a file without its command"] = (["ops/Op.cs"], "(did you mean check ops/Op.cs?)", "--help lists"),
        ["an experiment with a slip"] = (
            ["compare", "notbook"], "no command or experiment 'notbook' (did you mean notebook?)", "the experiments are"),
        ["an option with a slip"] = (["--sede", "3"], "no option '--sede' here (did you mean --seed?)", "--help lists"),
        ["an option with a slip and a value"] = (["--sede=3"], "no option '--sede=3' here (did you mean --seed?)", "--help lists"),
        ["an option that lacks letters"] = (
            ["train", "--learning", "3"], "no option '--learning' here (did you mean --learning-rate?)", "--help lists"),
        ["an option of a command with a slip"] = (["check", "Op.cs", "--fliter", "3"], "(did you mean --filter?)", "--help lists"),
        ["an option at another command"] = (
            ["diff", "a", "b", "--hidden", "3"], "no option '--hidden' here; it belongs to compare and train", "--help lists"),
        ["a subcommand with a slip"] = (["new", "opp", "Swish"], "'new' has no 'opp' (did you mean op?)", "it needs one of: op"),
        ["an init with a slip"] = (["--init", "radn"], "(did you mean randn?)", "expected he or randn"),
        ["a dtype with a slip"] = (["--dtype", "flaot32"], "(did you mean float32?)", "expected float32"),
        ["a device by its kind"] = (["--device", "gpu"], "(did you mean cuda?)", "expected cpu, cuda"),
        ["a witness with a slip"] = (["--witness", "allways"], "(did you mean always?)", "expected auto, always or never"),
        ["a numeric check with a slip"] = (["--numeric", "ful"], "(did you mean full?)", "expected full, or off"),

        ["init of what draws whole numbers"] = (
            ["conv-reference", "--init", "he"], "--init has no effect on the experiment conv-reference", "leave --init out"),
        ["hidden layers of convolutions"] = (
            ["compare", "conv-reference", "--hidden=5"], "--hidden has no effect on", "leave --hidden out, or compare notebook"),
        ["epsilon without softmax"] = (["conv-reference", "--epsilon", "0"], "--epsilon has no effect on", "leave --epsilon out"),
        ["data for what draws its own"] = (["--data", "x.csv", "conv-reference"], "--data has no effect on", "leave --data out"),
        ["batch of what draws its own"] = (["conv-reference", "--batch", "3"], "--batch has no effect on", "leave --batch out"),

        // Values that are not there.
        ["no seed"] = (["--seed"], "--seed has no value", "write --seed N"),
        ["no init"] = (["--init"], "--init has no value", "write --init he|randn"),
        ["no hidden"] = (["--hidden"], "--hidden has no value", "write --hidden N[,N…]"),
        ["no epsilon"] = (["--epsilon"], "--epsilon has no value", "write --epsilon E"),
        ["no dtype"] = (["--dtype"], "--dtype has no value", "write --dtype DTYPE"),
        ["no device"] = (["--device"], "--device has no value", "write --device cpu|cuda|cuda:N|mps"),
        ["no data"] = (["--data"], "--data has no value", "write --data FILE.csv|random:NxFxC"),
        ["no batch"] = (["--batch"], "--batch has no value", "write --batch N"),
        ["no rtol"] = (["--rtol"], "--rtol has no value", "write --rtol R"),
        ["no atol"] = (["--atol"], "--atol has no value", "write --atol A"),
        ["no witness"] = (["--witness"], "--witness has no value", "write --witness auto|always|never"),
        ["no numeric"] = (["--numeric"], "--numeric has no value", "write --numeric full|off"),
        ["no print"] = (["--print"], "--print has no value", "write --print TENSOR"),
        ["no dump"] = (["--dump"], "--dump has no value", "write --dump DIR|FILE.npz|FILE.safetensors"),
        ["no json"] = (["--json"], "--json has no value", "write --json FILE"),
        ["an option for a value"] = (
            ["--json", "--strict"], "--json has no value, '--strict' comes right after it", "write its value in between"),
        ["an unknown option for a value"] = (["--dump", "--bogus"], "--dump has no value, '--bogus'", "write its value in between"),

        // Values that are none.
        ["seed in letters"] = (["--seed", "x"], "--seed: 'x' is not a seed", "expected a whole number"),
        ["seed with a fraction"] = (["--seed", "1.5"], "'1.5' is not a seed", "expected a whole number"),
        ["seed of 20 digits"] = (["--seed", "99999999999999999999"], "'99999999999999999999'", "that fits 64 bits"),
        ["init unknown"] = (["--init", "xavier"], "--init: 'xavier'", "expected he or randn"),
        ["init in capitals"] = (["--init", "HE"], "'HE'", "expected he or randn"),
        ["hidden of no units"] = (["--hidden", "0"], "--hidden: '0'", "expected widths from 1"),
        ["hidden with an empty width"] = (["--hidden", "30,"], "'30,'", "expected widths from 1"),
        ["hidden empty"] = (["--hidden", ""], "''", "the word none"),
        ["hidden too wide for memory"] = (["--hidden", "100000,100000"], "Z1 a tensor of shape (1437, 100000)", "use narrower layers"),
        ["weights too large for memory"] = (
            ["--hidden", "100000,100000", "--batch", "1"], "W2 a tensor of shape (100000, 100000)", "use narrower layers"),
        ["network too large for memory"] = (TooManyLayers, "GiB of memory", "use fewer or narrower layers"),
        ["epsilon negative"] = (["--epsilon", "-1"], "--epsilon: '-1'", "expected a number from 0"),
        ["epsilon not a number"] = (["--epsilon", "nan"], "'nan'", "expected a number from 0"),
        ["dtype of integers"] = (["--dtype", "int32"], "--dtype: 'int32'", "expected float32, float64, bfloat16 or float16"),
        ["device unknown"] = (["--device", "gpu"], "--device: 'gpu'", "expected cpu, cuda, cuda:N"),
        ["device unknown to list"] = (["list", "--device", "gpu"], "--device: 'gpu'", "expected cpu, cuda, cuda:N"),
        ["device below zero"] = (["--device", "cuda:-1"], "'cuda:-1'", "with N counted from 0"),
        ["device empty"] = (["--device", ""], "''", "expected cpu, cuda, cuda:N"),
        ["no float64 on mps"] = (
            ["--device", "mps", "--dtype", "float64"], "--dtype float64 does not exist on --device mps", "use float32"),
        ["batch of none"] = (["--batch", "0"], "--batch: '0'", "expected a whole number, 1 or more"),
        ["batch with a fraction"] = (["--batch", "1.5"], "'1.5'", "expected a whole number, 1 or more"),
        ["batch larger than the data"] = (["--batch", "1438"], "asks for 1438 rows", "a number from 1 to 1437"),
        ["rtol negative"] = (["--rtol", "-1"], "--rtol: '-1'", "expected a number from 0"),
        ["rtol beyond float32"] = (["--rtol", "1e39"], "'1e39'", "from 0 to 3.4e38"),
        ["rtol with a comma"] = (["--rtol", "1,5"], "'1,5'", "such as 1e-5"),
        ["witness unknown"] = (["--witness", "maybe"], "--witness: 'maybe'", "expected auto, always or never"),
        ["numeric unknown"] = (["--numeric", "half"], "--numeric: 'half'", "expected full, or off"),
        ["atol infinite"] = (["--atol", "inf"], "--atol: 'inf'", "expected a number from 0"),

        // What to print.
        ["print an unknown tensor"] = (["--print", "Q"], "no tensor \"Q\"", "it has W1, B1, Z1, A1, W2, B2, Z2"),
        ["print an input not compared"] = (["--print", "X"], "no tensor \"X\"", "it has W1, B1"),
        ["print a layer not there"] = (["--print", "W3", "--hidden", "5", "--batch", "4"], "no tensor \"W3\"", "it has W1, B1"),
        ["print nothing"] = (["--print", ""], "\"\" names no tensor", "give a tensor's name"),
        ["print an open slice"] = (["--print", "W1[0:4"], "\"W1[0:4\"", "give a tensor's name"),
        ["print a slice of letters"] = (["--print", "W1[a]"], "\"a\" in \"W1[a]\"", "such as W1[3]"),
        ["print out of range"] = (["--print", "W1[99]"], "axis 0 of W1 has no index 99", "-30 to 29"),
        ["print an empty range"] = (["--print", "W1[4:2]"], "\"4:2\" is an empty range", "give a start before its stop"),
        ["print too many axes"] = (["--print", "W1[0,0,0]"], "W1 has 2 axes", "names 3"),

        // Where to write.
        ["json in a missing folder"] = (["--json", Folder + "/missing/x.json"], "there is no folder", "in a folder that can be written to"),
        ["json onto a folder"] = (["--json", Folder], "is a folder", "give the name of a file"),
        ["json below a file"] = (
            ["--json", Folder + "/small.csv/x.json"], "small.csv/x.json cannot be written", "in a folder that can be written to"),
        ["json without a name"] = (["--json", ""], "--json: the name is empty", "give the name of a file"),
        ["json named by a space"] = (["--json", " "], "--json: the name is empty", "give the name of a file"),
        ["json and print on one stream"] = (["--json", "-", "--print", "W1"], "both want standard output", "give --json a file"),
        ["json and dump of one name"] = (
            ["--json", Folder + "/x", "--dump", Folder + "/x"], "--dump and --json both name", "give them two names"),
        ["dump onto a file"] = (["--dump", Folder + "/small.csv"], "small.csv is a file", "give the name of a folder"),
        ["dump below a file"] = (["--dump", Folder + "/small.csv/x"], "small.csv/x cannot be written to", "give a folder that can"),
        ["dump below what is below a file"] = (["--dump", Folder + "/small.csv/x/y"], "small.csv is a file", "give a folder that can"),
        ["dump of a .npz in a missing folder"] = (
            ["--dump", Folder + "/missing/x.npz"], "there is no folder", "in a folder that can be written to"),
        ["dump of a .safetensors in a missing folder"] = (
            ["--dump", Folder + "/missing/x.safetensors"], "there is no folder", "in a folder that can be written to"),
        ["dump that can be written beside a json that cannot"] = (
            ["--dump", Folder + "/dump", "--json", Folder + "/missing/x.json"], "there is no folder", "in a folder that can be written to"),
        ["dump of a file and a json in it"] = (
            ["--dump", Folder + "/x.npz", "--json", Folder + "/x.npz/y.json"], "there is no folder", "in a folder that can be written to"),
        ["dump without a name"] = (["--dump", ""], "--dump: the name is empty", "give the name of a file or folder"),

        // What to read.
        ["data missing"] = (["--data", "missing.csv"], "no file missing.csv", "give --data a CSV file or random:NxFxC"),
        ["data a folder"] = (["--data", Folder], "is a folder", "give --data the CSV file in it"),
        ["data without a name"] = (["--data", ""], "--data is empty", "give it a CSV file"),
        ["data empty"] = (["--data", Folder + "/empty.csv"], "empty.csv is empty", "expected rows"),
        ["data of a header"] = (["--data", Folder + "/header-only.csv"], "holds a header and nothing else", "expected rows"),
        ["data of one row"] = (["--data", Folder + "/one-row.csv"], "only one row", "give at least two"),
        ["data of one column"] = (
            ["--data", Folder + "/one-column.csv"], "line 1: there is one column only", "expected features and then a label"),
        ["data of one class"] = (["--data", Folder + "/one-class.csv"], "only class 0", "give it at least two classes"),
        ["data with a word"] = (["--data", Folder + "/word.csv"], "line 2: column 2 is 'four'", "expected a number"),
        ["data with a longer row"] = (["--data", Folder + "/ragged.csv"], "line 2: the number of columns is 4", "expected 3"),
        ["data with a negative label"] = (
            ["--data", Folder + "/negative-label.csv"], "line 2: the label in the last column is '-1'", "expected a whole number"),
        ["data with a fractional label"] = (["--data", Folder + "/fractional-label.csv"], "'0.5'", "expected a whole number"),
        ["data with identifiers"] = (["--data", Folder + "/huge-label.csv"], "'123456'", "number the classes from 0"),
        ["data with NaN"] = (["--data", Folder + "/nan.csv"], "line 2: column 1 is 'NaN'", "expected a finite number"),
        ["data shorter than the batch"] = (["--data", Folder + "/small.csv", "--batch", "5"], "asks for 5 rows", "from 1 to 4"),
        ["random data of two sizes"] = (["--data", "random:10x20"], "'random:10x20'", "of the form random:NxFxC"),
        ["random data of no rows"] = (["--data", "random:0x2x2"], "'random:0x2x2'", "whole numbers from 1"),
        ["random data in letters"] = (["--data", "random:axbxc"], "'random:axbxc'", "such as random:256x64x10"),
        ["random data of one class"] = (["--data", "random:9x9x1"], "only class 0", "give it at least two classes"),
        ["random data of many classes"] = (["--data", "random:9x9x99999"], "99999 classes", "number the classes from 0"),
        ["random data too large"] = (["--data", "random:100000x100000x10"], "125000 rows of 100000 features", "use fewer rows"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_answered_with_one_sentence(string name)
    {
        var (args, found, cure) = Cases[name];
        var before = folder.Content;

        var run = CliRun.Of([.. args.Select(argument => argument.Replace(Folder, folder.Path, StringComparison.Ordinal))]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Out);
        AssertOneSentence(run.Error);
        Assert.Contains(found, run.Error, StringComparison.Ordinal);
        Assert.Contains(cure, run.Error, StringComparison.Ordinal);
        Assert.Equal(before, folder.Content);
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    public void Cuda_runs_where_it_is_and_is_refused_where_it_is_not(string device)
    {
        var run = CliRun.Of("--device", device, "--batch", "10");

        if (torch.cuda.is_available())
        {
            Assert.Equal(ExitCode.Agree, run.ExitCode);
            return;
        }

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Out);
        AssertOneSentence(run.Error);
        Assert.Contains("No CUDA device can be used", run.Error, StringComparison.Ordinal);
        Assert.Contains("Run with --device cpu", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cuda_device_that_no_machine_has_is_refused_everywhere()
    {
        var run = CliRun.Of("--device", "cuda:4096");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        AssertOneSentence(run.Error);
    }

    private static void AssertOneSentence(string error)
    {
        Assert.StartsWith("scratch-vs-autograd: ", error, StringComparison.Ordinal);
        Assert.EndsWith("." + Environment.NewLine, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.TrimEnd());
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }
}
