using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Documents;

/// <summary>Every C# block of the documents compiles as it stands there, and runs.</summary>
public sealed class CSharpBlockTests : TensorTest
{
    /// <summary>What the SDK gives every project of one's own, and the attribute of a test framework.</summary>
    private const string Project = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        [AttributeUsage(AttributeTargets.Method)] sealed class FactAttribute : Attribute;
        """;

    private static readonly IReadOnlyList<CodeBlock> Blocks = CodeBlock.All("csharp");

    public static TheoryData<string> Names => [.. Blocks.Select(block => block.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_block_compiles_and_runs(string name)
    {
        var block = Blocks.Single(each => each.Name == name);
        Assert.True(
            block.Kind is "file" or "file for check" or "test" or "statements",
            $"{name} has no comment that says what kind of block it is.");
        if (block.Kind == "file for check")
            Check(block);
        else
            Run(Compile(block));
    }

    [Fact]
    public void A_block_that_lacks_a_using_or_throws_is_noticed()
    {
        var block = Blocks.First(each => each.Kind == "test");
        Assert.ThrowsAny<Exception>(
            () => Compile(block with { Text = block.Text.Replace("using static TorchSharp.torch;", "", StringComparison.Ordinal) }));
        var wrong = block with { Text = block.Text.Replace("d.Add(t[\"x\"], dx)", "d.Add(t[\"x\"], 2 * dx)", StringComparison.Ordinal) };
        Assert.ThrowsAny<Exception>(() => Run(Compile(wrong)));
    }

    // Where the document names the file, the first line of its report stands below; other code has to agree.
    private static void Check(CodeBlock block)
    {
        using var folder = new TemporaryFolder();
        var file = folder[block.Detail.Length > 0 ? block.Detail : "Block.cs"];
        File.WriteAllText(file, block.Text);
        var run = CliRun.Of("check", file);
        Assert.True(run.ExitCode == ExitCode.Agree || (block.Detail.Length > 0 && run.ExitCode == ExitCode.Disagree), run.Out + run.Error);
        if (block.Detail.Length == 0) return;
        Assert.Contains(
            $"check {block.Detail}\n{run.Out.Split('\n')[0].TrimEnd()}\n", CodeBlock.Read(block.Document), StringComparison.Ordinal);
        // The line too, of a file that is compiled into memory; an exercise that nobody has begun has none.
        var place = Regex.Match(run.Out, $@"goes wrong in\s+\S*{Regex.Escape(block.Detail)}(:\d+\s+\(\w+\))");
        if (!place.Success && run.Out.Contains("not written yet", StringComparison.Ordinal)) return;
        Assert.Contains(
            $"goes wrong in {block.Detail}{Regex.Replace(place.Groups[1].Value, @"\s+", " ")}.", CodeBlock.Read(block.Document),
            StringComparison.Ordinal);
    }

    private static void Run(Assembly assembly)
    {
        foreach (var method in assembly.GetTypes().Where(type => type.Name == "Document").SelectMany(type => type.GetMethods())
            .Where(method => method.DeclaringType!.Name == "Document"))
            method.Invoke(Activator.CreateInstance(method.DeclaringType!), []);
    }

    private static Assembly Compile(CodeBlock block)
    {
        var compilation = CSharpCompilation.Create(
            $"Block{Guid.NewGuid():N}", [.. Sources(block).Append(Project).Select(text => CSharpSyntaxTree.ParseText(text))], References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(each => each.Severity == DiagnosticSeverity.Error)));
        return Assembly.Load(image.ToArray());
    }

    private static IEnumerable<string> Sources(CodeBlock block)
    {
        var above = block.Detail == "after the block above"
            ? Blocks[Blocks.Index().First(item => item.Item.Name == block.Name).Index - 1]
            : null;
        var file = block.Detail.StartsWith("with ", StringComparison.Ordinal)
            ? File.ReadAllText(Path.Combine(Repository.Root, block.Detail["with ".Length..]))
            : null;
        // A block goes on with the usings of the one above where it has none.
        var usings = block.Before.Length > 0 ? block.Before : above?.Before ?? "";
        if (file is not null) usings += "\nusing MyOps;";
        var body = block.Kind == "statements" ? $"public void Statements() {{ {block.After} }}" : block.After;
        IEnumerable<string> own = [block.Kind == "file" ? block.Text : $"{usings}\npublic class Document {{ {body} }}"];
        if (file is not null) own = own.Append(file);
        return above is { Kind: "file" } ? own.Concat(Sources(above)) : own;
    }

    private static IEnumerable<MetadataReference> References()
        => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "TorchSharp.dll"
                || name.StartsWith("ScratchVsAutograd.Scratch", StringComparison.Ordinal)
                || name.StartsWith("ScratchVsAutograd.Comparison", StringComparison.Ordinal)
                || name.StartsWith("ScratchVsAutograd.Files", StringComparison.Ordinal)))
            .Select(path => MetadataReference.CreateFromFile(path));
}
