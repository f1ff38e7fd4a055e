using System.Text.Json;
using ScratchVsAutograd.Harness.Output;
using static ScratchVsAutograd.Tests.Support.StoredTensors;

namespace ScratchVsAutograd.Tests.Harness.Diff;

/// <summary>The command <c>diff</c> as it is typed.</summary>
public sealed class DiffCommandTests : TensorTest
{
    /// <summary>Stands for the folder of files.</summary>
    private const string Folder = "FOLDER";

    private static readonly Dictionary<string, (string[] Args, string Found, string Cure)> Wrong = new()
    {
        ["nothing"] = ([], "diff has no file to compare", "give two, A to be judged and B the reference"),
        ["one side"] = (["a.npz"], "diff has one file to compare", "give two"),
        ["three sides"] = (["a.npz", "b.npz", "c.npz"], "c.npz' is one argument too many for 'diff'", "leave it out"),
        ["a side that is not there"] = (["a.npz", "x.npz"], "FOLDER/x.npz: there is no such file", "give one that exists"),
        ["a side that is no file of tensors"] = (
            ["a.npz", "names.txt"], "FOLDER/names.txt: its first bytes are those of no known format", "expected a .npz"),
        ["a side without tensors"] = (["a.npz", "none.safetensors"], "it has no tensors to compare", "expected one at least"),
        ["a side with all ignored"] = (["a.npz", "b.npz", "--ignore", "*"], "all are ignored", "expected one at least"),
        ["a file with itself"] = (["a.npz", "a.npz"], "agrees with itself whatever is in it", "give two"),
        ["a dump with itself"] = (["dump.npz", "dump.npz"], "agrees with itself", "--side scratch,autograd"),
        ["a side of what is no dump"] = (["a.npz", "b.npz", "--side", "autograd"], "neither A nor B is a dump", "leave it out"),
        ["a side that there is not"] = (
            ["dump.npz", "b.npz", "--side", "mine"], "'mine' is not a side of a dump", "expected scratch, autograd, value"),
        ["three sides of a dump"] = (["dump.npz", "b.npz", "--side", "scratch,value,value"], "is not a side of a dump", "A's and B's"),
        ["a map that is none"] = (["a.npz", "b.npz", "--map", "W=w"], "'W=w' is not a rewriting rule", "expected s/old/new/"),
        ["a map without a value"] = (["a.npz", "b.npz", "--map"], "--map has no value", "write --map s/OLD/NEW/"),
        ["a map that changes nothing"] = (
            ["a.npz", "b.npz", "--map", "s/x/y/"], "'s/x/y/' changes no name of A, which has W1, b1", "leave it out, or fix it"),
        ["a map onto one name"] = (["a.npz", "b.npz", "--map", "s/.*/w/"], "'W1' and 'b1' of A both become 'w'", "keep them apart"),
        ["a permutation that is none"] = (["a.npz", "b.npz", "--permute", "W1=1"], "'W1=1' is not an order of axes", "such as W1=1,0"),
        ["a permutation of nothing"] = (
            ["a.npz", "b.npz", "--permute", "W1=2,1,0"], "A has no tensor 'W1' with 3 axes", "leave it out, or fix it"),
        ["an order that is none"] = (
            ["a.npz", "b.npz", "--order", "W1=0:0,2"], "'W1=0:0,2' is not an order of slices", "such as W=0:0,2,1,3"),
        ["an order without an axis"] = (
            ["a.npz", "b.npz", "--order", "W1=1,0"], "'W1=1,0' is not an order of slices", "expected a name, an axis"),
        ["an order of nothing"] = (
            ["a.npz", "b.npz", "--order", "W1=0:1,0"], "A has no tensor 'W1' whose axis 0 falls into the parts of 0:1,0",
            "leave it out, or fix it"),
        ["rows that there are not"] = (["a.npz", "b.npz", "--only", "wrong"], "'wrong' is not a choice of rows", "expected failing"),
        ["rows of no table"] = (["a.npz", "b.npz", "--summary", "--only", "failing"], "--summary prints no table", "leave one of them out"),
        ["names that are not there"] = (["a.npz", "b.npz", "--names", "x.txt"], "x.txt: there is no such file", "give one that exists"),
        ["names of a folder"] = (["a.npz", "b.npz", "--names", "."], "it is a folder", "expected a text file"),
        ["names of another file"] = (
            ["a.npz", "b.npz", "--names", "wrong.txt"], "line 2 names 'W9', and A has no tensor of that name", "it has W1, b1"),
        ["names with three words"] = (["a.npz", "b.npz", "--names", "three.txt"], "line 1 has 3 names", "a tab between them"),
        ["names given twice"] = (["a.npz", "b.npz", "--names", "twice.txt"], "a second partner", "give each one"),
        ["json in a missing folder"] = (
            ["a.npz", "b.npz", "--json", "missing/x.json"], "there is no folder", "in a folder that can be written to"),
        ["rtol negative"] = (["a.npz", "b.npz", "--rtol", "-1"], "--rtol: '-1'", "expected a number from 0"),
        ["squeeze given a value"] = (["a.npz", "b.npz", "--squeeze=1"], "'1'", "leave it out"),
    };

    private readonly TemporaryFolder folder = new();

    public override void Dispose()
    {
        folder.Dispose();
        base.Dispose();
    }

    public DiffCommandTests()
    {
        Write(folder["a.npz"], ("W1", Normal([3, 4], 1)), ("b1", Normal([3], 2)));
        Write(folder["b.npz"], ("w", Normal([3, 4], 1)), ("b", Normal([3], 2, 2)));
        Write(folder["dump.npz"], ("W1/scratch", Normal([3, 4], 1)), ("W1/autograd", Normal([3, 4], 5)), ("W1/value", Normal([3, 4], 6)));
        Write(folder["none.safetensors"]);
        File.WriteAllText(folder["names.txt"], "# A's name, B's name\n\nW1 w\r\nb1\tb\n");
        File.WriteAllText(folder["wrong.txt"], "W1 w\nW9 b\n");
        File.WriteAllText(folder["three.txt"], "W1 w w\n");
        File.WriteAllText(folder["twice.txt"], "W1 w\nW1 b\n");
    }

    public static TheoryData<string> WrongNames => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(WrongNames))]
    public void What_cannot_be_used_is_answered_with_one_sentence(string name)
    {
        var (args, found, cure) = Wrong[name];
        var before = folder.Entries.ToList();
        var run = Diff(args);
        Assert.True(run.ExitCode == ExitCode.Usage, run.Out + run.Error);
        Assert.Empty(run.Out);
        Assert.Contains(found.Replace(Folder, folder.Path, StringComparison.Ordinal), run.Error, StringComparison.Ordinal);
        Assert.Contains(cure, run.Error, StringComparison.Ordinal);
        Assert.EndsWith("." + Environment.NewLine, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', run.Error.TrimEnd());
        Assert.Equal(before, folder.Entries);
    }

    [Theory]
    [InlineData("names alike", ExitCode.Agree, "a.npz", "c.safetensors")]
    [InlineData("other names", ExitCode.Disagree, "a.npz", "b.npz")]
    [InlineData("named in a file, one twice too large", ExitCode.Disagree, "a.npz", "b.npz", "--names", "names.txt")]
    [InlineData("named in a file, the wrong one ignored", ExitCode.Agree, "a.npz", "b.npz", "--names", "one.txt", "--ignore", "b*")]
    [InlineData(
        "rewritten, with a tolerance for the rest", ExitCode.Agree, "a.npz", "b.npz", "--map", "s/W/w/", "--map", "s/1//", "--rtol", "0.6")]
    [InlineData("a dump", ExitCode.Agree, "dump.npz", "d.npz")]
    [InlineData("a dump's other side", ExitCode.Disagree, "dump.npz", "d.npz", "--side", "autograd")]
    [InlineData("a dump's two sides", ExitCode.Disagree, "dump.npz", "dump.npz", "--side", "scratch,autograd")]
    public void The_exit_code_says_the_outcome(string what, int expected, params string[] args)
    {
        Write(folder["c.safetensors"], ("b1", Normal([3], 2)), ("W1", Normal([3, 4], 1)));
        Write(folder["d.npz"], ("W1", Normal([3, 4], 1)));
        File.WriteAllText(folder["one.txt"], "W1 w\n");
        var run = Diff(args);
        Assert.True(expected == run.ExitCode, $"{what}: {run.Out}{run.Error}");
        Assert.Empty(run.Error);
        Assert.Contains(expected == ExitCode.Agree ? "\nAGREE: " : "\nDISAGREE: ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dump_of_the_notebook_is_what_compare_said_of_it()
    {
        var compared = CliRun.Of("--init", "randn", "--dump", folder["notebook"], "--json", folder["compare.json"]);
        Assert.Equal(ExitCode.Disagree, compared.ExitCode);
        var run = Diff("notebook", "notebook", "--side", "scratch,autograd", "--json", "diff.json");
        Assert.Equal(ExitCode.Disagree, run.ExitCode);
        using var compare = JsonDocument.Parse(File.ReadAllText(folder["compare.json"]));
        using var diff = JsonDocument.Parse(File.ReadAllText(folder["diff.json"]));
        string[] same = [
            "allclose", "exact", "maxAbs", "maxAbsIndex", "maxRel", "maxUlp", "budget", "sensitivity", "blind", "out", "count"];
        var tensors = compare.RootElement.GetProperty("tensors").EnumerateArray()
            .Zip(diff.RootElement.GetProperty("tensors").EnumerateArray()).ToList();
        Assert.Equal(7, tensors.Count);
        Assert.All(
            tensors,
            pair => Assert.All(
                same, name => Assert.Equal(pair.First.GetProperty(name).GetRawText(), pair.Second.GetProperty(name).GetRawText())));
    }

    [Theory]
    [InlineData(1, true, true)]
    [InlineData(0, false, false, "--summary")]
    [InlineData(1, false, true, "--only", "failing")]
    [InlineData(1, true, true, "--verbose")]
    public void Rows_are_printed_as_asked(int tables, bool isAgreeingShown, bool isFailingShown, params string[] args)
    {
        var run = Diff(["a.npz", "b.npz", "--names", "names.txt", .. args]);
        Assert.Equal(ExitCode.Disagree, run.ExitCode);
        var lines = run.Out.Split('\n');
        Assert.Equal(tables, lines.Count(line => line.StartsWith("tensor ", StringComparison.Ordinal)));
        Assert.Equal(isAgreeingShown, lines.Any(line => line.StartsWith("W1 | w", StringComparison.Ordinal)));
        Assert.Equal(isFailingShown, lines.Any(line => line.StartsWith("b1 | b", StringComparison.Ordinal)));
        Assert.Contains("why       A's b1 is 2 times too small.", run.Out, StringComparison.Ordinal);
        Assert.Contains("DISAGREE: 1 of 2 tensors", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_the_only_thing_on_standard_output_where_it_goes_there()
    {
        var run = Diff("a.npz", "b.npz", "--names", "names.txt", "--json", "-");
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal("scratch-vs-autograd/diff-1", json.RootElement.GetProperty("schema").GetString());
        Assert.StartsWith("scratch-vs-autograd diff ", json.RootElement.GetProperty("command").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_shows_how_it_is_typed()
    {
        var run = Diff("--help");
        Assert.Equal(ExitCode.Agree, run.ExitCode);
        Assert.Contains("scratch-vs-autograd diff mine.npz torch.npz", run.Out, StringComparison.Ordinal);
        Assert.All(
            "--rtol --atol --names --map --permute --order --ignore --squeeze --cast --side --json --summary --only".Split(' '),
            option => Assert.Contains($"  {option}", run.Out, StringComparison.Ordinal));
    }

    // What is named after a file is in the folder.
    private CliRun Diff(params string[] args)
        => CliRun.Of(["diff", .. args.Select(argument => IsFile(argument) ? folder[argument] : argument)]);

    private bool IsFile(string argument)
        => Path.GetExtension(argument) is ".npz" or ".safetensors" or ".txt" or ".json" || argument == "."
            || Directory.Exists(folder[argument]);
}
