using System.Text.Json;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Harness.Check;

/// <summary><c>check</c> of a source file and of an assembly.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private const string Square = """
        public class Square : Computation
        {
            public override string Name => "square";
            public override IReadOnlyList<Leaf> Leaves { get; } = [new Leaf("X", randn(3, 4), LeafRole.Parameter)];
            public override Tensor Forward(Trace t) => (t["X"] * t["X"]).sum();
            public override void Backward(Trace t, Gradients d)
            {
                d.Add(t["X"], 2 * t["X"]);
            }
        }
        """;

    private const string Twice = """
        class Twice : autograd.SingleTensorFunction<Twice>
        {
            public override string Name => "twice";
            public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => 2 * (Tensor)vars[0];
            public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [2 * grad_output];
        }
        """;

    private static readonly string ThisAssembly = typeof(CheckCommandTests).Assembly.Location;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_right_source_file_agrees()
    {
        var run = CliRun.Of("check", Write(Square));
        Assert.True(run.ExitCode == ExitCode.Agree, run.Out + run.Error);
        Assert.Equal(
            "Square  AGREE: the only hand-written gradient matches autograd's, within tolerance.\n\nCHECKED: it agrees.\n",
            run.Out.ReplaceLineEndings("\n"));
        Assert.Empty(run.Error);
    }

    [Fact]
    public void A_file_with_a_program_of_its_own_is_checked_and_the_program_not_run()
    {
        var run = CliRun.Of(
            "check", Write($"#!/usr/bin/env dotnet\n#:package TorchSharp-cpu@0.107.0\nthrow new InvalidOperationException();\n{Square}"));
        Assert.True(run.ExitCode == ExitCode.Agree, run.Out + run.Error);
    }

    [Theory]
    [InlineData("using System.Diagnostics;\nusing ScratchVsAutograd.Scratch;\n")]
    [InlineData("using System.Diagnostics;\nusing Trace = ScratchVsAutograd.Trace;\n")]
    public void Trace_is_ours_beside_that_of_System_Diagnostics(string usings)
    {
        var run = CliRun.Of(
            "check",
            Write(
                usings
                    + Square.Replace(
                        "{\n    public override string", "{\n    private readonly Stopwatch clock = new();\n    public override string",
                        StringComparison.Ordinal)));
        Assert.True(run.ExitCode == ExitCode.Agree, run.Out + run.Error);
    }

    [Fact]
    public void A_file_may_have_a_Trace_of_its_own()
    {
        var run = CliRun.Of(
            "check", Write("public class Trace;\n" + Square.Replace("(Trace", "(ScratchVsAutograd.Trace", StringComparison.Ordinal)));
        Assert.True(run.ExitCode == ExitCode.Agree, run.Out + run.Error);
    }

    [Fact]
    public void A_sample_that_is_not_marked_is_mentioned()
    {
        var run = CliRun.Of(
            "check",
            Write(
                Square + Twice[..^1]
                    + "public static FunctionSample Sample => null!; [GradCheck] static FunctionSample Hidden() => null!; }"));
        Assert.True(run.ExitCode == ExitCode.Agree, run.Out + run.Error);
        var words = string.Join(' ', run.Out.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(
            "note Twice.Hidden has [GradCheck] and is no public static property or method: it was not checked.", words,
            StringComparison.Ordinal);
        Assert.Contains(
            "note Twice.Sample returns a FunctionSample and has no [GradCheck]: it was not checked.", words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_one_is_reported_with_its_own_line()
    {
        var run = CliRun.Of("check", Write(Square.Replace("2 *", "3 *", StringComparison.Ordinal)));
        Assert.Equal(ExitCode.Disagree, run.ExitCode);
        var words = string.Join(' ', run.Out.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Op.cs:8 (Backward), even though the upstream gradient it received is correct.", words, StringComparison.Ordinal);
        Assert.Contains("1.5 times too large", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_errors_are_the_compilers()
    {
        var file = Write(Square.Replace("2 * t", "2 * u", StringComparison.Ordinal));
        var run = CliRun.Of("check", file);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal($"{file}(8,27): error CS0103: The name 'u' does not exist in the current context", run.Error.TrimEnd());
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("Property", ExitCode.Agree, "CheckSamples.Property  AGREE: ")]
    [InlineData("Method", ExitCode.Disagree, "CheckSamples.Method  DISAGREE: ")]
    [InlineData("RightFunction", ExitCode.Agree, "CheckSamples.RightFunction  AGREE: backward is the derivative of forward, for x and w.")]
    [InlineData("WrongFunction", ExitCode.Disagree, "CheckSamples.WrongFunction  DISAGREE: backward fails for x.")]
    [InlineData(
        "NoSample", ExitCode.Disagree,
        "CheckSamples.NoSample  FAILED: it is marked [GradCheck] and returns String; return a FunctionSample.")]
    [InlineData("SamplesSeeded", ExitCode.Agree, "CheckSamplesSeeded  AGREE: ", "--seed", "7")]
    [InlineData("SamplesSeeded", ExitCode.Disagree, "CheckSamplesSeeded  DISAGREE: ")]
    public void An_assembly_offers_computations_and_samples(string filter, int exitCode, string line, params string[] options)
    {
        var run = CliRun.Of(["check", ThisAssembly, "--filter", filter, .. options]);
        Assert.True(exitCode == run.ExitCode, run.Out + run.Error);
        Assert.StartsWith(line, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_reach_the_comparison()
    {
        var run = CliRun.Of(
            "check", Write(Square), "--dtype", "float64", "--rtol", "0.25", "--atol", "0.5", "--strict", "--seed", "3", "--json", "-");
        Assert.True(run.ExitCode == ExitCode.Agree, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var report = json.RootElement[0].GetProperty("report");
        Assert.Equal("float64", report.GetProperty("dtype").GetString());
        Assert.Equal(
            (0.25, 0.5),
            (
                report.GetProperty("tolerance").GetProperty("rtol").GetDouble(), report.GetProperty("tolerance").GetProperty("atol")
                    .GetDouble()));
        Assert.True(report.GetProperty("strict").GetBoolean());
        Assert.Equal(3, report.GetProperty("seed").GetInt64());
    }

    [Fact]
    public void Two_runs_write_the_same_bytes()
    {
        string[] args = ["check", ThisAssembly, "--filter", "CheckSamples", "--json", "-"];
        Assert.Equal(CliRun.Of(args).Out, CliRun.Of(args).Out);
    }

    [Theory]
    [InlineData("no file", "There is no file ")]
    [InlineData("a misspelt file", "Opp.cs (did you mean FOLDER/Op.cs?); give a C# source file, a folder of them, a project")]
    [InlineData("an empty folder", " is a folder without a C# source file in it; give")]
    [InlineData("a pattern of nothing", "No C# source file, project or assembly is named like ")]
    [InlineData("another kind of file", "Op.txt is neither an assembly nor a C# source file;")]
    [InlineData("a project that does not build", "Op.csproj does not build: ")]
    [InlineData("an unmarked sample", " has nothing to check yet: Twice.Sample returns a FunctionSample and has no [GradCheck]")]
    [InlineData("not .NET", " is not a .NET assembly for this platform;")]
    [InlineData("nothing to check", " has nothing to check; looked for: a class derived from Computation")]
    [InlineData("a function alone", " has nothing to check yet: Twice needs a sample, a public static property marked [GradCheck]")]
    [InlineData("another name", "--filter: nothing in ")]
    [InlineData("no time", "--timeout: '0' is not a time; expected seconds")]
    public void What_cannot_be_checked_is_one_sentence(string what, string sentence)
    {
        string[] args = what switch
        {
            "no file" => [folder["Absent.dll"]],
            "a misspelt file" => [Write(Square).Replace("Op.cs", "Opp.cs", StringComparison.Ordinal)],
            "an empty folder" => [folder.Path],
            "a pattern of nothing" => [folder["*.cs"]],
            "another kind of file" => [Write("text", "Op.txt")],
            "a project that does not build" => [Write("<Project>", "Op.csproj")],
            "an unmarked sample" => [Write(Twice[..^1] + "public static FunctionSample Sample => null!; }")],
            "not .NET" => [Write("MZ", "Op.dll")],
            "nothing to check" => [Write("public class Nothing;")],
            "a function alone" => [Write(Twice)],
            "another name" => [Write(Square), "--filter", "cube"],
            _ => [Write(Square), "--timeout", "0"],
        };
        var run = CliRun.Of(["check", .. args]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.Contains(
            sentence.Replace("FOLDER", folder.Path, StringComparison.Ordinal), Assert.Single(run.Error.TrimEnd().Split('\n')),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'check' needs <file>: C# source files (MyOp.cs), folders of them, patterns ('ops/*.cs'), projects (My.csproj) or "
        + "assemblies (My.dll).", "check")]
    [InlineData("'new' needs one of: op; see --help.", "new")]
    [InlineData("'op' needs <name>: The op's name, such as LayerNorm.", "new", "op")]
    public void What_is_left_out_is_asked_for(string sentence, params string[] args)
    {
        var run = CliRun.Of(args);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal($"scratch-vs-autograd: {sentence}", run.Error.TrimEnd());
    }

    private string Write(string source, string name = "Op.cs")
    {
        File.WriteAllText(folder[name], source);
        return folder[name];
    }
}
