using System.Text.Json;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Harness.Check;

/// <summary><c>check</c> of several files, folders, patterns and projects.</summary>
public sealed class CheckSeveralTests : IDisposable
{
    private const string Square = """
        public class NAME : Computation
        {
            public override string Name => "square";
            public override IReadOnlyList<Leaf> Leaves { get; } = [new Leaf("X", randn(3, 4), LeafRole.Parameter)];
            public override Tensor Forward(Trace t) => (t["X"] * t["X"]).sum();
            public override void Backward(Trace t, Gradients d) => d.Add(t["X"], FACTOR * t["X"]);
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Several_files_are_reported_a_line_each_with_a_summary_over_all()
    {
        var (right, wrong) = (Write("A.cs", Right("A")), Write("B.cs", Wrong("B")));
        var run = CliRun.Of("check", right, wrong);
        Assert.Equal(ExitCode.Disagree, run.ExitCode);
        Assert.Contains($"{right}  A  AGREE: ", run.Out, StringComparison.Ordinal);
        Assert.Contains($"{wrong}  B  DISAGREE: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("B.cs:6 (Backward)", Words(run.Out), StringComparison.Ordinal);
        Assert.EndsWith("CHECKED: 1 of 2 in 2 files does not agree: B.\n", run.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_does_not_compile_loses_no_other()
    {
        var run = CliRun.Of(
            "check", Write("A.cs", Right("A")), Write("B.cs", Right("B").Replace("2 *", "two *", StringComparison.Ordinal)),
            Write("C.cs", Right("C")));
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(
            "B.cs     FAILED: it does not compile: " + folder["B.cs"] + "(6,74): error CS0103: ", run.Out, StringComparison.Ordinal);
        Assert.EndsWith($"CHECKED: all 2 in 2 files agree; {folder["B.cs"]} cannot be checked.", Words(run.Out), StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void A_folder_is_searched_but_for_what_a_build_leaves()
    {
        Write("A.cs", Right("A"));
        Write("deeper/still/B.cs", Right("B"));
        Write("obj/Generated.cs", "class {");
        Write("bin/Copy.cs", "class {");
        Write(".hidden/Note.cs", "class {");
        var run = CliRun.Of("check", folder.Path);
        Assert.True(run.ExitCode == ExitCode.Agree, run.Out + run.Error);
        Assert.Contains($"{folder["deeper/still/B.cs"]}  B  AGREE", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("CHECKED: all 2 in 2 files agree.", Words(run.Out), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_need_each_other_are_compiled_together_whatever_else_is_wrong()
    {
        Write("A.cs", Right("A").Replace("2 *", "Helper.Two *", StringComparison.Ordinal));
        Write("Helper.cs", "static class Helper { public const int Two = 2; }");
        Write("Broken.cs", "class Broken : Computation {");
        Write("SameNames.cs", Right("B") + " static class Helper;");
        Write("Tests.cs", "using Xunit; public class Tests { [Fact] public void Fact() { } }");
        var run = CliRun.Of("check", folder.Path);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains($"{folder["A.cs"]}          A  AGREE", run.Out, StringComparison.Ordinal);
        Assert.Contains($"{folder["SameNames.cs"]}  B  AGREE", run.Out, StringComparison.Ordinal);
        Assert.Contains($"There is nothing to check in {folder["Helper.cs"]}.", Words(run.Out), StringComparison.Ordinal);
        Assert.Contains(
            $"{folder["Tests.cs"]} was left out: it has nothing to check, and does not compile: ", Words(run.Out),
            StringComparison.Ordinal);
        Assert.EndsWith(
            $"CHECKED: all 2 in 2 files agree; {folder["Broken.cs"]} cannot be checked.", Words(run.Out), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*.cs", "A.cs")]
    [InlineData("?.cs", "A.cs")]
    [InlineData("**/*.cs", "A.cs", "ops/B.cs", "ops/old/C.cs")]
    [InlineData("ops/*", "ops/B.cs")]
    [InlineData("o*/old/*.cs", "ops/old/C.cs")]
    [InlineData("**/old/*.cs", "ops/old/C.cs")]
    public void A_pattern_that_no_shell_expanded_stands_for_the_files_it_fits(string pattern, params string[] files)
    {
        Write("A.cs", Right("A"));
        Write("ops/B.cs", Right("B"));
        Write("ops/old/C.cs", Right("C"));
        Write("ops/notes.txt", "nothing");
        var run = CliRun.Of("check", folder[pattern], "--json", "-");
        Assert.True(run.ExitCode == ExitCode.Agree, run.Out + run.Error);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(
            files.Select(file => folder[file]), json.RootElement.EnumerateArray()
                .Select(outcome => outcome.GetProperty("file").GetString()));
    }

    [Fact]
    public void A_file_named_twice_is_checked_once()
        => Assert.EndsWith(
            "CHECKED: it agrees.", Words(CliRun.Of("check", Write("A.cs", Right("A")), folder.Path, folder["./A.cs"]).Out),
            StringComparison.Ordinal);

    [Fact]
    public void The_JSON_names_the_files_and_keeps_to_its_schema()
    {
        var run = CliRun.Of("check", Write("A.cs", Right("A")), Write("B.cs", "class B : Computation {"), "--json", "-");
        using var json = JsonDocument.Parse(run.Out);
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "check.schema.json")));
        Assert.Empty(new JsonSchema(schema.RootElement).Validate(json.RootElement));
        var broken = json.RootElement[1];
        Assert.Equal((folder["B.cs"], folder["B.cs"]), (broken.GetProperty("file").GetString(), broken.GetProperty("key").GetString()));
        Assert.StartsWith("it does not compile: ", broken.GetProperty("failure").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_is_built_and_what_it_makes_is_checked()
    {
        Write("My.csproj", Project());
        Write("A.cs", Right("A"));
        var run = CliRun.Of("check", folder["My.csproj"]);
        Assert.True(run.ExitCode == ExitCode.Agree, run.Out + run.Error);
        Assert.StartsWith("A  AGREE: ", run.Out, StringComparison.Ordinal);

        Write("A.cs", Right("A").Replace("2 *", "two * three *", StringComparison.Ordinal));
        var broken = CliRun.Of("check", folder.Path);
        Assert.Equal(ExitCode.Usage, broken.ExitCode);
        Assert.Contains("My.csproj", broken.Out, StringComparison.Ordinal);
        Assert.Contains(
            "A.cs(6,74): error CS0103: The name 'two' does not exist in the current context, and 1 more error.", Words(broken.Out),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_files_are_checked_in_one_process()
    {
        for (var index = 0; index < 100; index++) Write($"Op{index:000}.cs", Right($"Op{index:000}"));
        var run = CliRun.Of("check", folder.Path);
        Assert.True(run.ExitCode == ExitCode.Agree, run.Out + run.Error);
        Assert.EndsWith("CHECKED: all 100 in 100 files agree.", Words(run.Out), StringComparison.Ordinal);
    }

    // No package: what the tests run with lies beside them.
    private static string Project()
    {
        string Reference(string name) => $"""<Reference Include="{Path.Combine(AppContext.BaseDirectory, name)}.dll" />""";
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup>{Reference("TorchSharp")}{Reference("ScratchVsAutograd.Scratch")}{Reference("ScratchVsAutograd.Comparison")}</ItemGroup>
              <ItemGroup><Using Include="ScratchVsAutograd" /><Using Include="TorchSharp.torch" Static="true" /></ItemGroup>
            </Project>
            """;
    }

    private static string Right(string name)
        => Square.Replace("NAME", name, StringComparison.Ordinal).Replace("FACTOR", "2", StringComparison.Ordinal);

    private static string Wrong(string name)
        => Square.Replace("NAME", name, StringComparison.Ordinal).Replace("FACTOR", "3", StringComparison.Ordinal);

    private static string Words(string text) => string.Join(' ', text.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllText(folder[name], text);
        return folder[name];
    }
}
